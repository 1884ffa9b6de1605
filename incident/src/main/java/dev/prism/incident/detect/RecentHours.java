package dev.prism.incident.detect;

import java.nio.ByteBuffer;

/// A stream's shortfalls over the last six hours, in half hours: what another stream is compared
/// with when it drops.
final class RecentHours {
  static final int PARTS = 12;
  static final int BYTES = 8 + 8 * PARTS;
  static final long PART_MILLIS = 1_800_000;
  static final long REACH_MILLIS = PARTS * PART_MILLIS;

  private final float[] shortfalls = new float[PARTS];
  private final float[] weights = new float[PARTS];
  private long newest;

  /// The sum of shortfalls and the weight of a time.
  record Span(double shortfalls, double weight) {
    double mean() {
      return weight == 0 ? 0 : shortfalls / weight;
    }
  }

  void add(double shortfall, double weight, long millis) {
    turn(millis);
    int at = (int) Math.floorMod(newest, (long) PARTS);
    shortfalls[at] += (float) (shortfall * weight);
    weights[at] += (float) weight;
  }

  private void turn(long millis) {
    long part = Math.floorDiv(millis, PART_MILLIS);
    for (long next = Math.max(newest + 1, part - PARTS + 1); next <= part; next++) {
      int at = (int) Math.floorMod(next, (long) PARTS);
      shortfalls[at] = 0;
      weights[at] = 0;
    }
    newest = Math.max(newest, part);
  }

  /// @param fromMillis rounded to the half hour in which it lies
  Span since(long fromMillis, long nowMillis) {
    turn(nowMillis);
    double sum = 0;
    double weight = 0;
    long from = Math.max(Math.floorDiv(fromMillis, PART_MILLIS), newest - PARTS + 1);
    for (long part = from; part <= newest; part++) {
      int at = (int) Math.floorMod(part, (long) PARTS);
      sum += shortfalls[at];
      weight += weights[at];
    }
    return new Span(sum, weight);
  }

  void write(ByteBuffer to) {
    to.putLong(newest);
    for (int i = 0; i < PARTS; i++) {
      to.putFloat(shortfalls[i]).putFloat(weights[i]);
    }
  }

  void read(ByteBuffer from) {
    newest = from.getLong();
    for (int i = 0; i < PARTS; i++) {
      shortfalls[i] = from.getFloat();
      weights[i] = from.getFloat();
    }
  }
}
