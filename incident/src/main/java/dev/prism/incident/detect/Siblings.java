package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;

/// What other routes did while a stream dropped. A drop that routes of other models share is the traffic's
/// doing, not this route's: nothing to page for. A drop that most routes of the same model share, and the
/// others do not, is the provider's: one page tells of it. While the others' scores speak neither for the one nor
/// for the other, it is not clear yet.
final class Siblings {
  /// Standard errors.
  private static final double CLEAR = 2.5;
  private static final double MORE = 1.64;
  private static final double LEAST_WEIGHT = 100;
  private static final double LEAST_ROUTE_WEIGHT = 20;
  private static final double MAJORITY = 0.5;

  private final StreamMap streams;

  Siblings(StreamMap streams) {
    this.streams = streams;
  }

  enum Finding {
    ALONE, PROVIDER, TRAFFIC, UNCLEAR
  }

  Finding judge(Stream.Alarm alarm, long nowMillis) {
    StreamKey key = alarm.key();
    double shortfalls = 0;
    double weight = 0;
    double variance = 0;
    int sameModel = 0;
    int sameModelDown = 0;
    for (Stream other : streams.all()) {
      StreamKey theirs = other.key();
      if (!isComparable(key, theirs)) {
        continue;
      }
      RecentHours.Span span = other.since(alarm.onsetMillis(), nowMillis);
      double sigma = other.sigma();
      if (span.weight() < LEAST_ROUTE_WEIGHT || sigma == 0) {
        continue;
      }
      if (theirs.model().equals(key.model())) {
        sameModel++;
        sameModelDown += span.mean() > CLEAR * sigma / Math.sqrt(span.weight()) ? 1 : 0;
      } else {
        shortfalls += span.shortfalls();
        weight += span.weight();
        variance += span.weight() * sigma * sigma;
      }
    }
    if (!alarm.broken() && weight >= LEAST_WEIGHT) {
      Difference difference = difference(alarm, shortfalls, weight, variance, nowMillis);
      if (difference.shared()) {
        return Finding.TRAFFIC;
      }
      if (!difference.more()) {
        return Finding.UNCLEAR;
      }
    }
    return sameModel > 0 && sameModelDown >= MAJORITY * sameModel
        ? Finding.PROVIDER
        : Finding.ALONE;
  }

  private static boolean isComparable(StreamKey key, StreamKey theirs) {
    return !theirs.route().equals(key.route()) && theirs.cohort() == null
        && theirs.rubric().equals(key.rubric()) && theirs.judge().equals(key.judge());
  }

  /// @param shared whether the others clearly dropped too, and this one not clearly more
  /// @param more   whether this one clearly dropped more
  private record Difference(boolean shared, boolean more) {}

  private Difference difference(Stream.Alarm alarm, double shortfalls, double weight,
      double variance, long nowMillis) {
    double theirs = shortfalls / weight;
    double theirError = Math.sqrt(variance) / weight;
    Stream stream = streams.find(alarm.key());
    RecentHours.Span own = stream == null
        ? new RecentHours.Span(0, 0)
        : stream.since(alarm.onsetMillis(), nowMillis);
    double drop = own.weight() > 0 ? own.mean() : alarm.drop().drop();
    double ownError = (alarm.drop().high() - alarm.drop().low()) / 4
        * Math.sqrt(Math.min(alarm.scores() / Math.max(own.weight(), 1), 1));
    double error = Math.sqrt(theirError * theirError + ownError * ownError);
    double beyond = drop - theirs - alarm.tolerance();
    return new Difference(theirs > CLEAR * theirError && beyond < CLEAR * error,
        beyond > MORE * error);
  }
}
