/// The provider side of the data plane: connections, one attempt at an answer, and the relay of its
/// reply. Everything here lives on one event loop and needs no lock: an attempt, its connection and its
/// pool share the loop of the client that it serves.
///
/// [dev.prism.server.upstream.UpstreamExchange] is one attempt; [dev.prism.server.upstream.UpstreamPool]
/// lends it a connection; [dev.prism.server.upstream.Deadlines] bounds every wait in it.
/// [dev.prism.server.upstream.ConcurrencyLimit] says whether one more call may wait for a provider.
@NullMarked
package dev.prism.server.upstream;

import org.jspecify.annotations.NullMarked;
