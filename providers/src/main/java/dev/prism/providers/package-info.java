/// What each provider speaks, how it is called, what its replies mean and what they cost.
///
/// A [dev.prism.providers.Provider] is a configured provider, made by
/// [dev.prism.providers.Providers#create] from its section of the configuration. Its
/// [dev.prism.providers.ProviderAdapter] is found by the name of the adapter among the services of type
/// [dev.prism.providers.ProviderFactory]: a provider is added with one file (the adapter, its factory)
/// and one line in `META-INF/services`. Most need no file: they speak the OpenAI dialect, and a few lines
/// of `presets.properties` say where they differ.
///
/// Thread and lifetime: an adapter lives as long as its configuration, is called from all event loops at
/// once and never blocks. A [dev.prism.providers.ReplyDecoder] belongs to one attempt and one thread.
/// Nothing here opens a client connection; the simulated provider listens, on loopback, on virtual
/// threads of its own.
@NullMarked
package dev.prism.providers;

import org.jspecify.annotations.NullMarked;
