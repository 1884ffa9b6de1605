package dev.prism.incident.detect;

import java.nio.ByteBuffer;

/// Since when scores have been falling short, and by how much. A cumulative sum of shortfalls that starts
/// anew whenever it comes to nothing: its last start is the onset, as in Page's test, and what has come in
/// since is the evidence. The same sum, half-way up, says that it is worth scoring more.
final class Onset {
  static final int BYTES = 8 * 7;
  private static final double SLACK = 0.1;
  private static final double MOST_PER_SCORE = 6;
  private static final double NORMAL_95 = 1.96;

  private double sum;
  private long startedMillis;
  private double weight;
  private double shortfalls;
  private double squares;
  private double means;
  private long failing;
  private long scores;

  /// How far a mean has dropped, in scores of 0 to 1.
  ///
  /// @param baseline usual over the same time
  record Drop(double drop, double low, double high, double baseline) {}

  /// @return whether it has just started anew
  boolean add(double score, double weight, Reference reference, long millis, boolean fails) {
    double shortfall = reference.mean() - score;
    // A rare failure among passes is many deviations away; one alone shall not stand for hours.
    double z = Math.min(shortfall / reference.sigma(), MOST_PER_SCORE);
    double next = sum + weight * (z - SLACK);
    boolean fresh = sum <= 0 || next <= 0;
    if (fresh) {
      clear();
      startedMillis = millis;
    }
    sum = Math.max(next, 0);
    this.weight += weight;
    shortfalls += weight * shortfall;
    squares += weight * shortfall * shortfall;
    means += weight * reference.mean();
    failing += fails ? 1 : 0;
    scores++;
    return fresh;
  }

  void clear() {
    sum = 0;
    weight = 0;
    shortfalls = 0;
    squares = 0;
    means = 0;
    failing = 0;
    scores = 0;
  }

  /// In standard deviations.
  double sum() {
    return sum;
  }

  long startedMillis() {
    return startedMillis;
  }

  long failing() {
    return failing;
  }

  long scores() {
    return scores;
  }

  /// With a 95 % interval that takes the onset as given, so it leans towards larger drops.
  Drop drop() {
    double all = Math.max(weight, 1e-9);
    double mean = shortfalls / all;
    double variance = Math.max(squares / all - mean * mean, 0);
    double half = NORMAL_95 * Math.sqrt(variance / Math.max(scores, 1));
    return new Drop(mean, mean - half, mean + half, means / all);
  }

  void write(ByteBuffer to) {
    to.putDouble(sum).putLong(startedMillis).putDouble(weight).putDouble(shortfalls);
    to.putDouble(squares).putDouble(means).putInt((int) failing).putInt((int) scores);
  }

  void read(ByteBuffer from) {
    sum = from.getDouble();
    startedMillis = from.getLong();
    weight = from.getDouble();
    shortfalls = from.getDouble();
    squares = from.getDouble();
    means = from.getDouble();
    failing = from.getInt();
    scores = from.getInt();
  }
}
