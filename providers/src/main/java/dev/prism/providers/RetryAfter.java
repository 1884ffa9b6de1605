package dev.prism.providers;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// How long a provider asks to wait, as its headers say: `retry-after-ms`, else `retry-after` in seconds
/// (with a fraction, as some send) or as a date.
public final class RetryAfter {
  private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

  private RetryAfter() {}

  /// The wait in milliseconds, at most a day; 0 when the headers do not say, or not in a known form.
  public static long millis(ReplyHeaders headers) {
    return millis(headers, Instant.now());
  }

  static long millis(ReplyHeaders headers, Instant now) {
    long exact = number(headers.get("retry-after-ms"), 1);
    if (exact >= 0) {
      return exact;
    }
    String text = headers.get("retry-after");
    long seconds = number(text, 1000);
    return seconds >= 0 ? seconds : date(text, now);
  }

  /// The number in `text` times `unit`, -1 when there is none.
  private static long number(@Nullable String text, int unit) {
    if (text == null) {
      return -1;
    }
    try {
      double value = Double.parseDouble(text.trim()) * unit;
      return value >= 0 ? Math.min((long) Math.ceil(value), LONGEST_MILLIS) : -1;
    } catch (NumberFormatException notNumber) {
      return -1;
    }
  }

  private static long date(@Nullable String text, Instant now) {
    if (text == null) {
      return 0;
    }
    try {
      Instant when = ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
          .toInstant();
      return Math.clamp(Duration.between(now, when).toMillis(), 0, LONGEST_MILLIS);
    } catch (DateTimeException notDate) {
      return 0;
    }
  }
}
