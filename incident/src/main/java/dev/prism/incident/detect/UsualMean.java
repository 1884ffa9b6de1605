package dev.prism.incident.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What is usual for a stream at each hour of the week: a smooth day fitted to all hours, and each hour of
/// the week's own difference from it, held back until many weeks speak for it. A week's weight fades by a
/// quarter each week. Learns an hour when it is over, so an hour with an alarm in it can be left out.
final class UsualMean {
  static final int BYTES = 3 * 168 + 6 * 4;
  private static final int SLOTS = 168;
  private static final int HOURS = 24;
  private static final long NEVER = Long.MIN_VALUE;
  /// 1970-01-01 was a Thursday; the week begins on Monday.
  private static final int FIRST_SLOT = 3 * HOURS;
  private static final double KEPT_EACH_WEEK = 0.75;
  private static final double RESOLUTION = 10_000;
  /// Standard deviation that a daily wave of scores is expected to have; of a failure rate, as a share of
  /// the rate; and of the difference of an hour of the week.
  private static final double WAVE = 0.02;
  private static final double RATE_WAVE = 0.5;
  private static final double LEAST_WAVE = 0.0005;
  private static final double LEAST_VARIANCE = 0.000_025;
  private static final double HOUR_MINUTES = 60;
  private static final double LEAST_COUNT = 20;
  private static final double LEAST_WANDER = 0.02;
  private static final double OWN = 0.005;
  private static final double MOST_VARIANCE_WEIGHT = 50_000;
  private static final double COUNT_STEPS = 8;

  private final boolean rate;
  /// In 1/10,000.
  private final short[] means = new short[SLOTS];
  /// As `8·log2(1 + count)`.
  private final byte[] counts = new byte[SLOTS];
  private long openHour = -1;
  private double openWeight;
  private double openSum;
  private double squares;
  private double squaresWeight;
  private double openSquares;
  /// The hour for which the wave was fitted.
  private long fittedAt = NEVER;
  private double[] wave = new double[0];
  private double usual;
  private double learnt;

  /// @param rate whether scores are passes and failures
  UsualMean(boolean rate) {
    this.rate = rate;
  }

  /// Adds a score to the hour that is open.
  void add(double score, double weight) {
    openWeight += weight;
    openSum += weight * score;
    openSquares += weight * score * score;
  }

  /// Ends the open hour when another has begun.
  ///
  /// @param hour  since the epoch
  /// @param learn  false where what happened in the hour is not usual
  /// @param wander see [Dispersion]: an hour in which very much was scored is still one hour of wandering
  void turn(long hour, boolean learn, double wander) {
    if (openHour == hour) {
      return;
    }
    if (openHour >= 0 && learn && openWeight > 0) {
      learn(openHour, Math.max(wander, LEAST_WANDER));
    }
    discard();
    openHour = hour;
    fittedAt = NEVER;
  }

  /// Forgets the open hour.
  void discard() {
    openWeight = 0;
    openSum = 0;
    openSquares = 0;
  }

  private void learn(long hour, double wander) {
    int slot = slot(hour);
    double before = count(slot) * KEPT_EACH_WEEK;
    double worth = 1 / (1 / openWeight + wander / HOUR_MINUTES);
    double all = before + worth;
    mean(slot, (before * means[slot] / RESOLUTION + worth * openSum / openWeight) / all);
    counts[slot] = (byte) Math.min(Math.round(COUNT_STEPS * Math.log(1 + all) / Math.log(2)), 255);
    double kept = Math.min(squaresWeight, MOST_VARIANCE_WEIGHT);
    squares = (squaresWeight == 0 ? 0 : squares / squaresWeight * kept) + openSpread();
    squaresWeight = kept + openWeight;
  }

  private double openSpread() {
    return openWeight == 0 ? 0 : Math.max(openSquares - openSum * openSum / openWeight, 0);
  }

  private void mean(int slot, double mean) {
    means[slot] = (short) Math.round(Math.clamp(mean, 0, 1) * RESOLUTION);
  }

  private static int slot(long hour) {
    return (int) Math.floorMod(hour + FIRST_SLOT, (long) SLOTS);
  }

  private double count(int slot) {
    return Math.pow(2, (counts[slot] & 0xff) / COUNT_STEPS) - 1;
  }

  /// How much the hours' means scatter about the smooth day, as [Dispersion] measures it; for the first day,
  /// when nothing could be measured as it happened.
  double scatter() {
    fit();
    double variance = variance();
    double sum = 0;
    int hours = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      double count = count(slot);
      if (count >= LEAST_COUNT) {
        double off = means[slot] / RESOLUTION - smooth(slot % HOURS + 0.5);
        sum += off * off - variance / count;
        hours++;
      }
    }
    return hours <= HourlyFit.TERMS
        ? 0
        : Math.max(sum / (hours - HourlyFit.TERMS), 0) * HOUR_MINUTES / variance;
  }

  /// How many scores it rests on, those of the open hour included.
  double weight() {
    fit();
    return learnt + openWeight;
  }

  /// Of one score, about what is usual.
  double variance() {
    double weight = squaresWeight + openWeight;
    return weight < 2 ? 0.04 : Math.max((squares + openSpread()) / weight, LEAST_VARIANCE);
  }

  /// The usual mean, 0 to 1.
  double mean(long millis) {
    fit();
    double hours = millis / 3_600_000.0;
    double day = hours % HOURS;
    if (learnt < 1) {
      return openWeight == 0 ? Double.NaN : openSum / openWeight;
    }
    double smooth = smooth(day);
    int slot = slot((long) hours);
    double count = count(slot);
    double own = means[slot] / RESOLUTION - smooth;
    return smooth + own * count / (count + variance() / (OWN * OWN));
  }

  private double smooth(double hour) {
    if (wave.length == 0) {
      return usual;
    }
    double turn = 2 * Math.PI * hour / HOURS;
    return usual + wave[0] * Math.cos(turn) + wave[1] * Math.sin(turn)
        + wave[2] * Math.cos(2 * turn) + wave[3] * Math.sin(2 * turn);
  }

  private void fit() {
    if (fittedAt == openHour) {
      return;
    }
    fittedAt = openHour;
    double[] sums = new double[HOURS];
    double[] weights = new double[HOURS];
    learnt = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      double count = count(slot);
      sums[slot % HOURS] += count * means[slot] / RESOLUTION;
      weights[slot % HOURS] += count;
      learnt += count;
    }
    double overall = Arrays.stream(sums).sum() / Math.max(learnt, 1e-9);
    for (int hour = 0; hour < HOURS; hour++) {
      sums[hour] /= Math.max(weights[hour], 1e-9);
    }
    if (learnt >= 1) {
      double[] fitted = HourlyFit.of(sums, weights, variance() / (wave(overall) * wave(overall)));
      usual = fitted[0];
      wave = new double[]{fitted[1], fitted[2], fitted[3], fitted[4]};
    }
  }

  private double wave(double mean) {
    return rate ? Math.max(RATE_WAVE * (1 - mean), LEAST_WAVE) : WAVE;
  }

  /// By how much hours that have not been seen may lie below those that have.
  ///
  /// @param hours how many have been seen
  double unseen(double hours) {
    return wave(usual) * Math.max(1 - hours / HOURS, 0);
  }

  /// Takes over what another has learnt, at half its weight.
  void inherit(UsualMean other) {
    for (int slot = 0; slot < SLOTS; slot++) {
      means[slot] = other.means[slot];
      int halved = (other.counts[slot] & 0xff) - (int) COUNT_STEPS;
      counts[slot] = (byte) Math.max(halved, 0);
    }
    squares = other.squares / 2;
    squaresWeight = other.squaresWeight / 2;
    fittedAt = NEVER;
  }

  /// Believes what was learnt by half, so that what comes counts for more.
  void fade() {
    inherit(this);
  }

  /// Moves all that is usual.
  void shift(double by) {
    for (int slot = 0; slot < SLOTS; slot++) {
      mean(slot, means[slot] / RESOLUTION + by);
    }
    discard();
    fittedAt = NEVER;
  }

  void write(ByteBuffer to) {
    for (short mean : means) {
      to.putShort(mean);
    }
    to.put(counts);
    to.putInt((int) openHour).putFloat((float) openWeight).putFloat((float) openSum);
    to.putFloat((float) openSquares).putFloat((float) squares).putFloat((float) squaresWeight);
  }

  void read(ByteBuffer from) {
    for (int slot = 0; slot < SLOTS; slot++) {
      means[slot] = from.getShort();
    }
    from.get(counts);
    openHour = from.getInt();
    openWeight = from.getFloat();
    openSum = from.getFloat();
    openSquares = from.getFloat();
    squares = from.getFloat();
    squaresWeight = from.getFloat();
    fittedAt = NEVER;
  }
}
