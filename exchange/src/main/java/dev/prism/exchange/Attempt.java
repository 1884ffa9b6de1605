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
/// @param usage            what the provider reported
/// @param cost             what that costs, null when no price is known
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
    @Nullable Cost cost) {
  public enum Result {
    ANSWERED, FAILED, CANCELLED, LOST_RACE, COPY
  }
}
