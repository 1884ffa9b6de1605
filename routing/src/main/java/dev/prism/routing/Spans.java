package dev.prism.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Spans of time as a person writes them: `250ms`, `2s`, `5m`, `2h`, `7d`.
final class Spans {
  private static final String[] UNITS = {"ms", "s", "m", "h", "d"};
  private static final long[] MILLIS = {1, 1_000, 60_000, 3_600_000, 86_400_000};

  private Spans() {}

  /// Null if the text is none.
  static @Nullable Duration parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    for (int i = 0; i < UNITS.length && digits > 0 && digits <= 9; i++) {
      if (text.substring(digits).equals(UNITS[i])) {
        return Duration.ofMillis(Long.parseLong(text.substring(0, digits)) * MILLIS[i]);
      }
    }
    return null;
  }

  static String written(Duration span) {
    long millis = span.toMillis();
    int unit = UNITS.length - 1;
    while (unit > 0 && (millis == 0 || millis % MILLIS[unit] != 0)) {
      unit--;
    }
    return millis / MILLIS[unit] + UNITS[unit];
  }
}
