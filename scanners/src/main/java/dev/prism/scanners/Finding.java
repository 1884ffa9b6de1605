package dev.prism.scanners;

import java.util.Objects;

/// Something that a scanner found. It never holds the text itself.
///
/// @param scanner who found it
/// @param type    what it is, `credit_card` or `ignore_instructions`
/// @param segment index of the segment in its [ScanText]
/// @param start   first UTF-16 unit in the segment's original text
/// @param end     behind the last unit
/// @param score   0 to 1: from [#FLAG] on it counts, from [#BLOCK] on it is sure enough to block
/// @param certain whether it is deterministic (a checksum holds, a key has its issuer's format) and may
///                veto
/// @param hash    16 hex digits, a keyed hash of the matched text; equal for equal text on one process
public record Finding(
    String scanner,
    String type,
    int segment,
    int start,
    int end,
    double score,
    boolean certain,
    String hash) {
  /// Measured as about one false alarm in a hundred everyday texts, or fewer.
  public static final double FLAG = 0.5;
  /// Measured as about one false alarm in four hundred everyday texts, or fewer.
  public static final double BLOCK = 0.8;

  public Finding {
    Objects.requireNonNull(scanner);
    Objects.requireNonNull(type);
    Objects.requireNonNull(hash);
    if (start < 0 || end < start || !(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("no such span or score");
    }
  }

  /// This finding in another place.
  Finding at(int newSegment, int newStart, int newEnd) {
    return new Finding(scanner, type, newSegment, newStart, newEnd, score, certain, hash);
  }
}
