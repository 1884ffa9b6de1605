package dev.prism.server.pipeline;

import org.jspecify.annotations.Nullable;

/// What an attempt does so that a break of its stream can be mended.
///
/// @param holds       nothing leaves before the stream has ended well, so that another target can still
///                    take over whole
/// @param remembers   the answer's text is kept whole, so that another attempt can go on from it
/// @param resumeAfter the text that the client has from an attempt that broke; null for a first one
record StreamMode(boolean holds, boolean remembers, @Nullable String resumeAfter) {
  static final StreamMode PLAIN = new StreamMode(false, false, null);

  StreamMode after(String text) {
    return new StreamMode(holds, remembers, text);
  }
}
