package dev.prism.incident.detect;

import java.nio.ByteBuffer;

/// Since when scores have been falling short, and by how much. A cumulative sum of shortfalls that starts
/// anew whenever it comes to nothing: its last start is the onset, as in Page's test, and what has come in
/// since is the evidence. The same sum, half-way up, says that it is worth scoring more.
final class Onset {
  static final int BYTES = 6 * 4 + 8 + 2 * 4;
  /// Two points of 100 are about a tenth of a judge's standard deviation. Below that, so that a drop of two points
  /// keeps the sum up while more is scored because of it, and chance lets it fall.
  private static final double SLACK = 0.06;
  private static final double MOST_PER_SCORE = 6;
  private static final double NORMAL_95 = 1.96;

  private double sum;
  private long startedMillis;
  private double weight;
  private double shortfalls;
  private double squares;
  private double means;
  private double worst;
  private long failing;
  private long scores;

  /// How far a mean has dropped, in scores of 0 to 1.
  ///
  /// @param baseline usual over the same time
  /// @param worst    the share of the answers that were rated worst
  record Drop(double drop, double low, double high, double baseline, double worst) {}

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
    worst += score <= RareScores.UP_TO ? weight : 0;
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
    worst = 0;
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
  ///
  /// @param wander by how much more the mean scatters than that of independent scores, at least 1
  Drop drop(double wander) {
    double all = Math.max(weight, 1e-9);
    double mean = shortfalls / all;
    double variance = Math.max(squares / all - mean * mean, 0);
    double half = NORMAL_95 * Math.sqrt(variance * wander / Math.max(scores, 1));
    return new Drop(mean, mean - half, mean + half, means / all, worst / all);
  }

  void write(ByteBuffer to) {
    to.putFloat((float) sum).putLong(startedMillis).putFloat((float) weight);
    to.putFloat((float) shortfalls).putFloat((float) squares).putFloat((float) means);
    to.putFloat((float) worst).putInt((int) failing).putInt((int) scores);
  }

  void read(ByteBuffer from) {
    sum = from.getFloat();
    startedMillis = from.getLong();
    weight = from.getFloat();
    shortfalls = from.getFloat();
    squares = from.getFloat();
    means = from.getFloat();
    worst = from.getFloat();
    failing = from.getInt();
    scores = from.getInt();
  }
}
