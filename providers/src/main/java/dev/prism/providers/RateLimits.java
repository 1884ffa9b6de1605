package dev.prism.providers;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a provider's rate-limit headers say about the calls to come. Read on every reply, so that the
/// call that would be refused is not made.
public final class RateLimits {
  private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();
  private static final long UNSAID_MILLIS = 1_000;
  private static final long EPOCH_SECONDS = 1_000_000_000L;
  private static final long EPOCH_MILLIS = EPOCH_SECONDS * 1_000;
  private static final List<Limit> KNOWN = List.of(
      limit("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
      limit("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
      limit("anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"),
      limit("anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"),
      limit("anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"),
      limit("anthropic-ratelimit-output-tokens-remaining",
          "anthropic-ratelimit-output-tokens-reset"),
      limit("x-ratelimit-remaining", "x-ratelimit-reset"),
      limit("ratelimit-remaining", "ratelimit-reset"));

  private record Limit(String remaining, String reset) {}

  private RateLimits() {}

  private static Limit limit(String remaining, String reset) {
    return new Limit(remaining, reset);
  }

  /// For how long nothing is left, in milliseconds and at most a day; 0 while something is. One second
  /// where the headers say that nothing is left and not until when.
  public static long pauseMillis(ReplyHeaders headers) {
    return pauseMillis(headers, Instant.now());
  }

  static long pauseMillis(ReplyHeaders headers, Instant now) {
    long pause = 0;
    for (Limit limit : KNOWN) {
      String remaining = headers.get(limit.remaining());
      if (remaining != null && isNothing(remaining)) {
        pause = Math.max(pause, until(headers.get(limit.reset()), now));
      }
    }
    return pause;
  }

  private static boolean isNothing(String remaining) {
    try {
      return Double.parseDouble(remaining.trim()) <= 0;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  private static long until(@Nullable String reset, Instant now) {
    if (reset == null) {
      return UNSAID_MILLIS;
    }
    String text = reset.trim();
    if (text.endsWith("d")) {
      // A span of days, which Java would take for a number of type double.
      return within(Math.max(0, spanMillis(text)));
    }
    try {
      double number = Double.parseDouble(text);
      double millis = number >= EPOCH_MILLIS
          ? number - now.toEpochMilli()
          : number >= EPOCH_SECONDS ? number * 1000 - now.toEpochMilli() : number * 1000;
      return within((long) Math.ceil(millis));
    } catch (NumberFormatException notANumber) {
      long span = spanMillis(text);
      return span < 0 ? date(text, now) : within(span);
    }
  }

  private static long within(long millis) {
    return Math.clamp(millis, 0, LONGEST_MILLIS);
  }

  private static long date(String text, Instant now) {
    try {
      return within(Duration.between(now, Instant.parse(text)).toMillis());
    } catch (DateTimeException notADate) {
      return UNSAID_MILLIS;
    }
  }

  /// A span such as `6m0s`, `59.56s` or `120ms`; -1 when it is none.
  private static long spanMillis(String text) {
    double total = 0;
    int at = 0;
    while (at < text.length()) {
      int from = at;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      int unit = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      long each = unitMillis(text.substring(unit, at));
      if (from == unit || each == 0) {
        return -1;
      }
      try {
        total += Double.parseDouble(text.substring(from, unit)) * each;
      } catch (NumberFormatException notANumber) {
        return -1;
      }
    }
    return text.isEmpty() ? -1 : (long) Math.ceil(total);
  }

  private static long unitMillis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> 0;
    };
  }
}
