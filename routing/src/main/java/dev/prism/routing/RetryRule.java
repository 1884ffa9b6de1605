package dev.prism.routing;

import java.util.Set;

/// Says what a failure calls for, given only the failure and the route's settings. Pure.
///
/// `PASS`: the client gets the error. `NEXT`: the same target would fail again. `SAME_THEN_NEXT`: the
/// fault may be gone in a moment, and what is in the target's cache is worth a moment. `NEXT_THEN_SAME`:
/// the target needs time, another one does not. `LARGER_CONTEXT`: only a target with a larger context
/// can help.
enum RetryRule {
  PASS, NEXT, SAME_THEN_NEXT, NEXT_THEN_SAME, LARGER_CONTEXT;

  /// The longest `Retry-After` that a request waits for.
  static final long LONGEST_WAIT_MILLIS = 30_000;
  private static final Set<String> OUT_OF_CREDIT = Set.of("insufficient_quota",
      "billing_hard_limit_reached", "billing_not_active", "quota_exceeded", "billing_error",
      "credit_balance_too_low", "access_terminated");
  private static final Set<String> TOO_LONG = Set.of("context_length_exceeded",
      "model_context_window_exceeded", "prompt_too_long");
  private static final Set<Integer> PASSING_4XX = Set.of(408, 409, 425, 429);

  static RetryRule of(Failure failure, RouteSettings settings) {
    return switch (failure.kind()) {
      case CONNECT, MALFORMED, BROKEN_STREAM -> NEXT_THEN_SAME;
      case DISCONNECTED -> SAME_THEN_NEXT;
      case FIRST_TOKEN, IDLE, UNSUITED -> NEXT;
      case TOTAL -> PASS;
      case RAIL_BLOCK -> settings.fallbackOnBlock() ? NEXT : PASS;
      case STATUS -> ofStatus(failure, settings.retry());
    };
  }

  private static RetryRule ofStatus(Failure failure, RetrySettings settings) {
    int status = failure.status();
    if (failure.code() != null && TOO_LONG.contains(failure.code())) {
      return LARGER_CONTEXT;
    }
    boolean passing = status >= 500 || PASSING_4XX.contains(status);
    boolean invited = passing && Boolean.TRUE.equals(failure.shouldRetry());
    if (!settings.covers(status) && !invited) {
      return PASS;
    }
    boolean outOfCredit = failure.code() != null && OUT_OF_CREDIT.contains(failure.code());
    if (outOfCredit || !passing || Boolean.FALSE.equals(failure.shouldRetry())) {
      return NEXT;
    }
    return failure.retryAfterMillis() > 0 ? NEXT_THEN_SAME : SAME_THEN_NEXT;
  }

  /// Whether a failure says something about the provider, so that its breaker has to hear of it: the
  /// timers, broken connections and streams, 429 and 5xx; not what the request itself is to blame for.
  static boolean blamesProvider(Failure failure) {
    return switch (failure.kind()) {
      case CONNECT, DISCONNECTED, FIRST_TOKEN, IDLE, TOTAL, MALFORMED, BROKEN_STREAM -> true;
      case STATUS -> failure.status() == 429 || failure.status() >= 500;
      case UNSUITED, RAIL_BLOCK -> false;
    };
  }
}
