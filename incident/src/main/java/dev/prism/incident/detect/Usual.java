package dev.prism.incident.detect;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a stream has learnt to be usual: the mean by the hour, how far it wanders, how many answers are rated
/// worst; and what has been told of it, for from then on that is what scores are compared with. Not safe for
/// threads.
final class Usual {
  static final int BYTES = UsualMean.BYTES + Dispersion.BYTES + RareScores.BYTES + Told.BYTES
      + JudgeBridge.BYTES + 8 + 1;
  /// The least history that anything is said about.
  private static final double LEAST_SCORES = 60;
  /// A check sees all traffic, so half an hour tells its rate. A judge's few scores tell what is usual, and
  /// how far it wanders, when they have seen a day.
  private static final long LEAST_MILLIS = TimeUnit.MINUTES.toMillis(30);
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final double HOUR_MINUTES = 60;
  private static final double RATE_TOLERANCE_SHARE = 0.5;
  private static final double LEAST_RATE_TOLERANCE = 0.001;
  private static final double DEVIATIONS = 0.87;
  /// The wander of so many hours, at most, is still to be averaged out.
  private static final double MOST_HOURS = 168;

  private final boolean rate;
  private final UsualMean mean;
  private final Dispersion dispersion = new Dispersion();
  private final RareScores rare = new RareScores();
  private final Told told = new Told();
  private final JudgeBridge bridge = new JudgeBridge();
  private long begunMillis = -1;
  private boolean measured;

  /// @param rate whether scores are passes and failures
  Usual(boolean rate) {
    this.rate = rate;
    mean = new UsualMean(rate);
  }

  Told told() {
    return told;
  }

  void begin(long millis) {
    begunMillis = begunMillis < 0 ? millis : begunMillis;
  }

  /// Takes a score.
  ///
  /// @param now   what it is compared with, null while too little is known
  /// @param learn false where what happens is not usual
  void add(double score, double weight, @Nullable Reference now, boolean learn, long millis) {
    if (bridge.isOpen() && !told.isStanding()) {
      bridge.add(score - mean.mean(millis), weight);
    }
    if (now == null) {
      mean.add(score, weight);
      rare.add(score, weight, true);
      return;
    }
    double usual = now.mean() + told.drop();
    if (told.isStanding()) {
      told.add(usual - score, weight);
    }
    boolean learns = learn && !told.isStanding();
    dispersion.add(usual - score, weight);
    rare.add(score, weight, learns);
    if (learns) {
      mean.add(score, weight);
    }
  }

  /// The minute is over; ends the hour when another has begun.
  ///
  /// @param over   whether the hour before is over
  /// @param learn  false where what happened is not usual
  /// @param recent how far scores have lain below the usual since something was told, six hours at most
  void turn(long millis, boolean over, boolean learn, RecentHours.Span recent) {
    boolean learns = learn && !told.isStanding();
    if (told.isStanding() && learn && millis - told.atMillis() >= DAY_MILLIS) {
      // A drop that nobody minds for a day is what is usual now.
      mean.shift(-told.since());
      mean.fade();
      begunMillis = millis - DAY_MILLIS;
      told.clear();
      dispersion.discard();
      rare.settle();
    }
    long hour = Math.floorDiv(millis, HOUR_MILLIS);
    boolean grown = millis - begunMillis >= DAY_MILLIS;
    mean.turn(hour, learns && !bridge.isOpen(), dispersion.value());
    if (!over) {
      return;
    }
    rare.turn(learns);
    if (told.isStanding() && recent.weight() > 0) {
      told.hour(recent.mean(), error(recent.weight(), millis));
    }
    bridge.hour();
    if (!bridge.isOpen() && bridge.weight() >= JudgeBridge.LEAST_SCORES) {
      mean.shift(bridge.shift());
      bridge.close();
    }
    dispersion.turn(mean.variance(), grown, learns);
    if (grown && !measured) {
      dispersion.begin(mean.scatter(), (int) TimeUnit.DAYS.toHours(1));
      measured = true;
    }
  }

  /// Of a mean over some of the last hours, six at most.
  private double error(double weight, long millis) {
    double hours = Math.clamp((millis - told.atMillis()) / (double) HOUR_MILLIS, 0.5,
        RecentHours.REACH_MILLIS / (double) HOUR_MILLIS);
    return Math.sqrt(
        variance(mean.mean(millis)) * (1 / weight + dispersion.value() / HOUR_MINUTES / hours));
  }

  private double variance(double usual) {
    if (rate) {
      return Math.max(usual * (1 - usual), 1e-6);
    }
    return bridge.isOpen() ? bridge.variance() : mean.variance();
  }

  /// What the next score is compared with; null while too little is known.
  @Nullable
  Reference reference(long millis, double tolerance, double patience) {
    double weight = mean.weight();
    if (weight < LEAST_SCORES || millis - begunMillis < (rate ? LEAST_MILLIS : DAY_MILLIS)
        || bridge.isBlind()) {
      return null;
    }
    double usual = Math.clamp(mean.mean(millis) + bridge.shift(), 0, 1);
    double variance = variance(usual);
    double wander = dispersion.value();
    double hours = (millis - begunMillis) / (double) HOUR_MILLIS;
    double uncertain = DEVIATIONS
        * Math.sqrt(variance * (1 / weight + wander / HOUR_MINUTES / Math.min(hours, MOST_HOURS)))
        + mean.unseen(hours) + bridge.uncertainty(variance, wander);
    double allowed = rate
        ? Math.max((1 - usual) * RATE_TOLERANCE_SHARE, LEAST_RATE_TOLERANCE)
        : tolerance;
    double worst = rate || bridge.isOpen() ? 1 : Math.max(rare.most(), told.worst() * 1.5);
    return new Reference(Math.max(usual - told.drop(), 0), allowed + uncertain, Math.sqrt(variance),
        wander, patience, new Reference.Rare(Math.min(worst, 1), rare.dispersion()));
  }

  /// Tells of a drop: it is what scores are compared with until it is over.
  void tell(Onset.Drop drop, long millis) {
    told.tell(drop.drop(), drop.worst(), millis);
    mean.discard();
    rare.discard();
  }

  /// Takes over what another has learnt of the same kind of answers.
  ///
  /// @param byAnotherJudge whether the scores are another judge's, so that their means do not compare
  void inherit(Usual other, boolean byAnotherJudge) {
    mean.inherit(other.mean);
    dispersion.inherit(other.dispersion);
    begunMillis = other.begunMillis;
    measured = other.measured;
    if (byAnotherJudge) {
      bridge.begin();
    } else {
      rare.inherit(other.rare);
    }
  }

  /// Moves the usual by a judge's own change, and forgets what the change looked like.
  void shift(double by) {
    mean.shift(by);
    told.clear();
  }

  void write(ByteBuffer to) {
    mean.write(to);
    dispersion.write(to);
    rare.write(to);
    told.write(to);
    bridge.write(to);
    to.putLong(begunMillis).put((byte) (measured ? 1 : 0));
  }

  void read(ByteBuffer from) {
    mean.read(from);
    dispersion.read(from);
    rare.read(from);
    told.read(from);
    bridge.read(from);
    begunMillis = from.getLong();
    measured = from.get() == 1;
  }
}
