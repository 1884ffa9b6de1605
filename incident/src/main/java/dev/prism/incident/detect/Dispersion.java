package dev.prism.incident.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// How far a stream's mean wanders by itself: topics come in bursts, so the scores of an hour are more alike
/// than independent ones. Measured on hours: the square of an hour's mean distance from the usual, less
/// what independent scores would give. The value is per score of a minute, as a detector takes it: a drift
/// that lasts `t` minutes and has standard deviation `s` gives about `2·t·s² / sigma²`.
///
/// An hour counts eight hours later. While an alarm stands hours only wait: if the stream comes back by itself they
/// were wandering and count, or else a stream whose bursts alarm would never learn that it has bursts; if the drop
/// stays, they are forgotten. The first day counts when it is over: only then is it known what was usual in it.
final class Dispersion {
  static final int WAITING = 8;
  static final int BYTES = 4 * 5 + 2 * WAITING;
  private static final double RESOLUTION = 1_000;
  private static final double HOUR_MINUTES = 60;
  private static final double MOST_HOURS = 100;
  private static final double MOST = 10;
  private static final double LEAST_WEIGHT = 20;
  /// How many hours the belief that scores are independent is worth.
  private static final double PRIOR_HOURS = 4;
  /// An estimate has to be so many standard errors above nothing to be more than chance.
  private static final double CHANCE = 1.5;
  /// A drift that fades with a time constant of twenty minutes scatters the means of hours 0.68 times as far as it
  /// adds up to in the long run.
  private static final double BEYOND_AN_HOUR = 1.5;

  private final double[] waiting = new double[WAITING];
  private double residual;
  private double weight;
  private double estimate;
  private double hours = PRIOR_HOURS;
  private double perHour;

  Dispersion() {
    Arrays.fill(waiting, Double.NaN);
  }

  void add(double residual, double weight) {
    this.residual += residual * weight;
    this.weight += weight;
  }

  /// An hour is over.
  ///
  /// @param known false while it is not known what is usual
  /// @param learn false while an alarm stands
  void turn(double variance, boolean known, boolean learn) {
    double oldest = learn ? waiting[0] : Double.NaN;
    System.arraycopy(waiting, 1, waiting, 0, WAITING - 1);
    waiting[WAITING - 1] = weight >= LEAST_WEIGHT && known
        ? Math.clamp(
            (residual * residual - weight * variance) / (weight * weight) / variance * HOUR_MINUTES,
            -MOST, MOST)
        : Double.NaN;
    if (weight >= LEAST_WEIGHT) {
      perHour = perHour == 0 ? weight : perHour + (weight - perHour) / 8;
    }
    if (!Double.isNaN(oldest)) {
      hours = Math.min(hours + 1, MOST_HOURS);
      estimate += (oldest - estimate) / hours;
    }
    residual = 0;
    weight = 0;
  }

  /// Takes what the first day's hours gave, all at once.
  void begin(double measured, int hoursMeasured) {
    estimate = (estimate * hours + Math.min(measured, MOST) * hoursMeasured)
        / (hours + hoursMeasured);
    hours += hoursMeasured;
  }

  /// The hours that wait do not count.
  void discard() {
    Arrays.fill(waiting, Double.NaN);
    residual = 0;
    weight = 0;
  }

  /// At least 0; chance alone, within one and a half standard errors, does not raise it.
  double value() {
    double chance = perHour == 0 ? 0 : Math.sqrt(2) * HOUR_MINUTES / perHour / Math.sqrt(hours);
    return Math.clamp(BEYOND_AN_HOUR * (estimate - CHANCE * chance), 0, MOST);
  }

  void inherit(Dispersion other) {
    estimate = other.estimate;
    hours = Math.max(other.hours / 2, PRIOR_HOURS);
    perHour = other.perHour;
  }

  void write(ByteBuffer to) {
    for (double hour : waiting) {
      to.putShort(Double.isNaN(hour) ? Short.MIN_VALUE : (short) Math.round(hour * RESOLUTION));
    }
    to.putFloat((float) residual).putFloat((float) weight).putFloat((float) estimate);
    to.putFloat((float) hours).putFloat((float) perHour);
  }

  void read(ByteBuffer from) {
    for (int i = 0; i < WAITING; i++) {
      short hour = from.getShort();
      waiting[i] = hour == Short.MIN_VALUE ? Double.NaN : hour / RESOLUTION;
    }
    residual = from.getFloat();
    weight = from.getFloat();
    estimate = from.getFloat();
    hours = from.getFloat();
    perHour = from.getFloat();
  }
}
