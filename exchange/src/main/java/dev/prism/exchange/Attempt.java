package dev.prism.exchange;

import org.jspecify.annotations.Nullable;

/// One call of a provider on behalf of an exchange, as the trace keeps it.
///
/// @param target           the target that was tried
/// @param provider         its provider
/// @param model            the model that was asked of it
/// @param status           the HTTP status, 0 when none came
/// @param result           how it ended
/// @param error            the error's code when it failed
/// @param startedMicros    from the start of the exchange, in microseconds
/// @param firstTokenMicros from the attempt's start to its first content, -1 when none came
/// @param durationMicros   from the attempt's start to its end
/// @param usage            what the provider reported, or, where it is estimated, a token for every four bytes of
///                         the request and four characters that had come
/// @param cost             what that costs, null when no price is known
/// @param estimated        whether usage and cost are estimates: of a call that was cut off before its
///                         provider could report. They count for budgets and never for `x-prism-cost`
public record Attempt(
    String target,
    String provider,
    String model,
    int status,
    Result result,
    @Nullable String error,
    long startedMicros,
    long firstTokenMicros,
    long durationMicros,
    TokenUsage usage,
    @Nullable Cost cost,
    boolean estimated) {
  public enum Result {
    ANSWERED, FAILED, CANCELLED, LOST_RACE, COPY
  }

  /// Of which the provider said what it used, or which used nothing.
  public Attempt(String target, String provider, String model, int status, Result result,
      @Nullable String error, long startedMicros, long firstTokenMicros, long durationMicros,
      TokenUsage usage, @Nullable Cost cost) {
    this(target, provider, model, status, result, error, startedMicros, firstTokenMicros,
        durationMicros, usage, cost, false);
  }
}
