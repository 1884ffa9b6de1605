package dev.prism.incident.detect;

import java.nio.ByteBuffer;

/// From one judge to the next. The answers of the first scores by a new judge are taken to be as good as those
/// before: the difference of the means is the judges', and what was usual moves along. So a new judge's first
/// day is not silent, though at first it is deaf to small drops: how far the difference is known comes on top
/// of the tolerance. A drop that begins together with a new judge is taken for the judge's.
final class JudgeBridge {
  static final int BYTES = 4 * 3 + 2;
  static final double LEAST_SCORES = 60;
  private static final int HOURS = 24;
  /// The difference is taken from so many scores, and so many hours, at least: what comes later may be a drop.
  private static final double MOST_SCORES = 600;
  private static final int LISTENING_HOURS = 2;
  private static final double DEVIATIONS = 4;
  private static final double HOUR_MINUTES = 60;

  private double differences;
  private double squares;
  private double weight;
  private int hoursLeft;
  private int hoursHeard;

  void begin() {
    hoursLeft = HOURS;
  }

  boolean isOpen() {
    return hoursLeft > 0;
  }

  /// Whether the difference is not known at all yet.
  boolean isBlind() {
    return isOpen() && weight < LEAST_SCORES;
  }

  /// @param difference of a score from what was usual by the judge before
  void add(double difference, double weight) {
    if (!isListening()) {
      return;
    }
    differences += difference * weight;
    squares += difference * difference * weight;
    this.weight += weight;
  }

  private boolean isListening() {
    return weight < MOST_SCORES || hoursHeard < LISTENING_HOURS;
  }

  void hour() {
    if (isOpen() && isListening()) {
      hoursHeard = Math.min(hoursHeard + 1, HOURS);
    }
    hoursLeft = Math.max(hoursLeft - 1, isBlind() ? 1 : 0);
  }

  /// By how much the new judge gives more; 0 when no bridge was made.
  double shift() {
    return weight == 0 ? 0 : differences / weight;
  }

  double variance() {
    return weight == 0 ? 0 : Math.max(squares / weight - shift() * shift(), 0);
  }

  double weight() {
    return weight;
  }

  /// How far off the difference may be.
  ///
  /// @param wander see [Dispersion]
  double uncertainty(double variance, double wander) {
    if (!isOpen()) {
      return 0;
    }
    return DEVIATIONS
        * Math.sqrt(variance * (1 / weight + wander / HOUR_MINUTES / (hoursHeard + 0.5)));
  }

  void close() {
    hoursLeft = 0;
    hoursHeard = 0;
    differences = 0;
    squares = 0;
    weight = 0;
  }

  void write(ByteBuffer to) {
    to.putFloat((float) differences).putFloat((float) squares).putFloat((float) weight);
    to.put((byte) hoursLeft).put((byte) hoursHeard);
  }

  void read(ByteBuffer from) {
    differences = from.getFloat();
    squares = from.getFloat();
    weight = from.getFloat();
    hoursLeft = from.get();
    hoursHeard = from.get();
  }
}
