package dev.prism.routing;

/// A breaker as the admin API and the metrics show it.
///
/// @param id               the breaker's name in the admin API
/// @param provider         its provider
/// @param model            its model
/// @param state            whether calls go through
/// @param hold             what a person has set
/// @param counts           over the window
/// @param retryAfterMillis until the next probe, 0 when calls go through
/// @param pausedMillis     how long the provider still wants to be left alone
public record BreakerSnapshot(
    String id,
    String provider,
    String model,
    State state,
    Breaker.Hold hold,
    Counts counts,
    long retryAfterMillis,
    long pausedMillis) {
  public enum State {
    CLOSED, OPEN, HALF_OPEN
  }

  /// @param failureRate  in percent, 0 before there are enough calls
  /// @param slowCallRate in percent, 0 before there are enough calls
  /// @param calls        that ended within the window
  /// @param failed       of these
  /// @param notPermitted calls that it kept back since it last changed
  public record Counts(
      float failureRate,
      float slowCallRate,
      int calls,
      int failed,
      long notPermitted) {}
}
