package dev.prism.incident.detect;

/// Watches one stream of scores for a lasting drop. Scores are 0 to 1, higher is better; the mirror of a
/// failure rate is the score 1 for a pass and 0 for a failure. Not safe for threads: its stream guards it.
///
/// After an alarm a detector has begun afresh.
public sealed interface Detector
    permits BettingDetector, RollingMean, RunningSum, PageHinkley, Adwin, BurnRate {
  /// Takes a score.
  ///
  /// @param weight    above 0 to 1: how much this score counts, for one that was likelier to be sampled
  ///                  than the rest; see [SamplingWeight]
  /// @param reference the same within a minute
  /// @return whether this is an alarm
  boolean observe(double score, double weight, Reference reference);

  /// A minute that had scores is over.
  ///
  /// @return whether this is an alarm
  boolean minuteEnds(Reference reference);

  /// All that it remembers: the live array, at most 1 KiB. Copied out, it is what survives a restart;
  /// copied in, it is the detector as it was.
  double[] state();
}
