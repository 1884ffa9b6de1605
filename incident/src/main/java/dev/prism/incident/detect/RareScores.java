package dev.prism.incident.detect;

import java.nio.ByteBuffer;

/// How many of a stream's answers are usually rated worst: up to 12 points of 100, which on a rubric of 1 to
/// 5 is a 1. Few usually are, so a few more speak sooner than they move the mean; and a mean that wanders with
/// the topic hardly moves them.
final class RareScores {
  static final double UP_TO = 0.12;
  static final int BYTES = 4 * 4 + Dispersion.BYTES;
  /// What is believed before anything was seen: one in fifty.
  private static final double PRIOR_HITS = 1;
  private static final double PRIOR_WEIGHT = 50;
  private static final double MOST_WEIGHT = 50_000;
  /// As for the rates of checks: half as many again are still usual, and never less than a thousandth more.
  private static final double TOLERANCE_SHARE = 0.5;
  private static final double LEAST_TOLERANCE = 0.001;
  private static final double DEVIATIONS = 1.5;

  private final Dispersion wander = new Dispersion();
  private double hits;
  private double weight;
  private double openHits;
  private double openWeight;

  /// @param learn false while an alarm stands
  void add(double score, double weight, boolean learn) {
    double hit = score <= UP_TO ? 1 : 0;
    wander.add(hit - share(), weight);
    if (learn) {
      openHits += hit * weight;
      openWeight += weight;
    }
  }

  /// The hour is over.
  void turn(boolean learn) {
    double share = share();
    wander.turn(share * (1 - share), weight >= PRIOR_WEIGHT, learn);
    if (learn) {
      double kept = Math.min(weight, MOST_WEIGHT);
      hits = (weight == 0 ? 0 : hits / weight * kept) + openHits;
      weight = kept + openWeight;
    }
    openHits = 0;
    openWeight = 0;
  }

  void discard() {
    openHits = 0;
    openWeight = 0;
  }

  /// What stays is no wandering.
  void settle() {
    wander.discard();
  }

  private double share() {
    return (hits + PRIOR_HITS) / (weight + PRIOR_WEIGHT);
  }

  /// The most that are still usual, above 0.
  double most() {
    double share = share();
    double tolerance = Math.max(share * TOLERANCE_SHARE, LEAST_TOLERANCE);
    return share + tolerance
        + DEVIATIONS * Math.sqrt(share * (1 - share) / (weight + PRIOR_WEIGHT));
  }

  /// See [Reference#dispersion()].
  double dispersion() {
    return wander.value();
  }

  /// Takes over what another has learnt, at half its weight.
  void inherit(RareScores other) {
    hits = other.hits / 2;
    weight = other.weight / 2;
    wander.inherit(other.wander);
  }

  void write(ByteBuffer to) {
    to.putFloat((float) hits).putFloat((float) weight);
    to.putFloat((float) openHits).putFloat((float) openWeight);
    wander.write(to);
  }

  void read(ByteBuffer from) {
    hits = from.getFloat();
    weight = from.getFloat();
    openHits = from.getFloat();
    openWeight = from.getFloat();
    wander.read(from);
  }
}
