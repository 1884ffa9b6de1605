package dev.prism.routing;

/// A call that ended well.
///
/// @param firstTokenMillis from the call's start to its first content; for a reply that is no stream to
///                         its end
/// @param pauseMillis      how long the provider's rate-limit headers say that there is nothing left, 0
///                         when there is
public record Answer(long firstTokenMillis, long pauseMillis) {
  public Answer(long firstTokenMillis) {
    this(firstTokenMillis, 0);
  }
}
