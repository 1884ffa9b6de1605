package dev.prism.evals;

/// How the marks moved when the judge changed, measured on answers that did not: the same answers were
/// judged again.
///
/// @param route    whose answers they were, empty for all of them together
/// @param previous [dev.prism.exchange.Score.By#key()] of the judge before
/// @param current  of the judge now
/// @param shift    in points of 0 to 100, new minus old, the mean
/// @param rejudged how many answers
/// @param atMillis when, milliseconds since the epoch
public record JudgeShift(
    String route,
    String rubric,
    String previous,
    String current,
    double shift,
    long rejudged,
    long atMillis) {
  /// Hears of shifts; called by a thread of the judge's, which it must not hold for long.
  public interface Listener {
    void shifted(JudgeShift shift);
  }
}
