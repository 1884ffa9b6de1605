package dev.prism.providers;

import java.nio.charset.StandardCharsets;

/// Bytes of a body that are replaced: `[from, to)`, an insertion where both are equal.
///
/// @param from the first byte that goes, an offset in the array that was checked
/// @param to   the first byte that stays
/// @param text what stands there instead; JSON
public record Edit(int from, int to, String text) {
  public Edit {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("not a range: " + from + " to " + to);
    }
  }

  /// The replacement as it goes on the wire.
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
