package dev.prism.incident.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How often each deterministic cause of failure is there on any day. Where two in a thousand answers fail a check,
/// a busy route has a group of them in every hour, and that is no news. Belongs to the clustering thread.
final class UsualCauses {
  /// So unlikely must a group be at the usual rate; a route may have a few dozen causes, looked at each hour.
  private static final double MOST_CHANCE = 0.0001;
  /// Believed of each cause before anything was seen: so many in an hour. Then five are news.
  private static final double FIRST = 0.3;
  private static final int MOST_CAUSES = 500;
  private static final double WEEK_HOURS = 168;
  private static final double HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final Map<String, Double> seen = new HashMap<>();
  private final double windowHours;
  private double hours;
  private long begunMillis = -1;

  /// @param windowMillis the time over which a group is counted
  UsualCauses(long windowMillis) {
    windowHours = windowMillis / HOUR_MILLIS;
  }

  /// A run takes place, and of what failed longer than a window ago this is newly so.
  ///
  /// @param gone numbers by cause
  void age(Map<String, Integer> gone, long nowMillis) {
    begunMillis = begunMillis < 0 ? nowMillis : begunMillis;
    hours = Math.max(0, (nowMillis - begunMillis) / HOUR_MILLIS - windowHours);
    gone.forEach((cause, count) -> seen.merge(cause, (double) count, Double::sum));
    if (hours > WEEK_HOURS) {
      begunMillis += (long) (hours / 2 * HOUR_MILLIS);
      seen.replaceAll((_, count) -> count / 2);
    }
    while (seen.size() > MOST_CAUSES) {
      seen.entrySet()
          .stream()
          .min(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .ifPresent(seen::remove);
    }
  }

  /// Whether so many in a window are more than chance makes of what is usual.
  boolean isUnusual(String cause, int count) {
    double expected = (seen.getOrDefault(cause, 0.0) + FIRST) / (hours + 1) * windowHours;
    double term = Math.exp(-Math.min(expected, 700));
    double below = 0;
    for (int k = 0; k < count; k++) {
      below += term;
      term *= expected / (k + 1);
    }
    return 1 - below <= MOST_CHANCE;
  }
}
