package dev.prism.conf;

import java.time.Duration;

/// Durations as a person writes them: `250ms`, `2s`, `5m`, `2h`, `30d`.
final class Durations {
  private static final String[] UNITS = {"ms", "s", "m", "h", "d"};
  private static final long[] MILLIS = {1, 1_000, 60_000, 3_600_000, 86_400_000};

  private Durations() {}

  /// @throws IllegalArgumentException if the text is no duration
  static Duration parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    String unit = text.substring(digits);
    for (int i = 0; i < UNITS.length && digits > 0 && digits <= 9; i++) {
      if (unit.equals(UNITS[i])) {
        return Duration.ofMillis(Long.parseLong(text.substring(0, digits)) * MILLIS[i]);
      }
    }
    throw new IllegalArgumentException();
  }

  static String written(Duration duration) {
    long millis = duration.toMillis();
    for (int i = UNITS.length - 1; i > 0; i--) {
      if (millis != 0 && millis % MILLIS[i] == 0) {
        return millis / MILLIS[i] + UNITS[i];
      }
    }
    return millis + "ms";
  }
}
