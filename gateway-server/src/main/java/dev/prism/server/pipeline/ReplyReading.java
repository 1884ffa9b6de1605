package dev.prism.server.pipeline;

import io.netty.buffer.ByteBuf;

/// How the body of a provider's reply is read: as a stream of events, or as a whole.
sealed interface ReplyReading permits StreamReading, WholeReading, TranslatedReading {
  /// Takes bytes; the buffer is the caller's.
  void content(ByteBuf bytes);

  /// No more bytes come, and HTTP says that these were all.
  void ended();

  /// Lets go of what it holds back.
  void drop();
}
