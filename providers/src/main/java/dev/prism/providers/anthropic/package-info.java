/// The Anthropic dialect, from both sides: Messages as clients speak it at `/v1/messages`, and the
/// provider that speaks it. Between the two the bytes pass as they are;
/// [dev.prism.providers.anthropic.MessagesDialect] and [dev.prism.providers.anthropic.MessagesWriter]
/// serve the pairs where only one side speaks it.
@NullMarked
package dev.prism.providers.anthropic;

import org.jspecify.annotations.NullMarked;
