package dev.prism.server.upstream;

/// Whether calls took longer the more waited before them, as they do in a queue, or as long however many did, as
/// when the answers themselves have become slower: the slope of the one over the other, by least squares. In a
/// queue each call that waits before adds what the provider needs for one.
final class QueueEvidence {
  /// The slope by what one call adds in a queue: there it is 1, with answers that are slower 0.
  private static final double BETWEEN = 0.5;
  private static final double ERRORS = 2;
  /// Calls that all met about as many others tell nothing.
  private static final double LEAST_SPREAD = 0.1;

  private long count;
  private double x;
  private double y;
  private double xx;
  private double xy;
  private double yy;

  enum Verdict {
    QUEUE, SLOWER, FLAT, OPEN
  }

  void clear() {
    count = 0;
    x = 0;
    y = 0;
    xx = 0;
    xy = 0;
    yy = 0;
  }

  /// Welford's update.
  ///
  /// @param before calls that waited when this one began
  /// @param took   how long it took, in seconds
  void add(int before, double took) {
    count++;
    double dx = before - x;
    double dy = took - y;
    x += dx / count;
    y += dy / count;
    xx += dx * (before - x);
    xy += dx * (took - y);
    yy += dy * (took - y);
  }

  /// @param seconds in which the calls were answered
  Verdict verdict(double seconds) {
    double spread = LEAST_SPREAD * x;
    if (count < 3 || xx < spread * spread * count) {
      return Verdict.FLAT;
    }
    double perSecond = count / seconds;
    double slope = xy / xx;
    double rest = Math.max(0, yy - slope * xy);
    double error = ERRORS * Math.sqrt(rest / (count - 2) / xx) * perSecond;
    slope *= perSecond;
    if (slope - error > BETWEEN) {
      return Verdict.QUEUE;
    }
    return slope + error < BETWEEN ? Verdict.SLOWER : Verdict.OPEN;
  }
}
