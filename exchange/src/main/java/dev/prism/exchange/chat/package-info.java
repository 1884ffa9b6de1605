/// A conversation as no provider's dialect has it: messages made of blocks in their order, tools, and what
/// the caller wishes. Every client dialect is read into it and every provider's dialect is written from
/// it, so that a new dialect needs one reader or one writer, not one for each pair.
///
/// Start at [dev.prism.exchange.chat.ChatRequest]. JSON that no side interprets (schemas, arguments,
/// numbers) stays the text that was sent, so that `1.0` does not become `1` on its way.
@NullMarked
package dev.prism.exchange.chat;

import org.jspecify.annotations.NullMarked;
