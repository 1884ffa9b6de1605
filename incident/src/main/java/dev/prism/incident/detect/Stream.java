package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is remembered of one stream of scores. Guards itself; a call takes some hundred nanoseconds.
final class Stream {
  /// The least history that anything is said about.
  static final double LEAST_SCORES = 60;
  /// A check sees all traffic, so half an hour tells its rate. A judge's few scores tell what is usual, and
  /// how far it wanders, when they have seen a day.
  private static final long LEAST_MILLIS = TimeUnit.MINUTES.toMillis(30);
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final int VERSION = 1;
  private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
  /// An alarm about the same is not repeated for so long, and nothing is learnt.
  private static final long QUIET_MILLIS = 4 * HOUR_MILLIS;
  private static final double RATE_TOLERANCE_SHARE = 0.5;
  private static final double LEAST_RATE_TOLERANCE = 0.001;
  private static final double DEVIATIONS = 0.5;
  private static final double RATE_SMOOTHING = 1.0 / 15;

  private final StreamKey key;
  private final StreamRules rules;
  private final boolean rate;
  private final Detector detector;
  private final SamplingWeight weights = new SamplingWeight();
  private final UsualMean baseline;
  private final Dispersion dispersion = new Dispersion();
  private final Onset onset = new Onset();
  private final RecentHours recent = new RecentHours();
  private final WorstTraces worst = new WorstTraces();
  private @Nullable BettingDetector paired;
  private @Nullable Reference reference;
  private @Nullable String reason;
  private long minute = -1;
  private long begunMillis = -1;
  private int inMinute;
  private float perMinute;
  private long scores;
  private long quietUntilMillis;
  private long seenMillis;
  private boolean frozen;
  private boolean measured;

  /// A score as a stream takes it.
  ///
  /// @param points  0 to 100, whole
  /// @param control what the answers of the route's other arm fell short by, in the same minutes; NaN
  ///                without one
  record Sample(
      int points,
      double probability,
      String traceId,
      @Nullable String reason,
      boolean failing,
      double control) {}

  /// What a stream has noticed.
  record Alarm(
      StreamKey key,
      boolean rate,
      String detector,
      long onsetMillis,
      Onset.Drop drop,
      long failing,
      long scores,
      double tolerance,
      @Nullable String reason,
      List<String> traceIds) {}

  Stream(StreamKey key, StreamRules rules, boolean rate) {
    this.key = key;
    this.rules = rules;
    this.rate = rate;
    baseline = new UsualMean(rate);
    detector = rules.detector(key.route()).detector(rate);
  }

  StreamKey key() {
    return key;
  }

  boolean isRate() {
    return rate;
  }

  /// Takes a score that came at that time.
  synchronized @Nullable Alarm observe(Sample sample, long millis) {
    begunMillis = begunMillis < 0 ? millis : begunMillis;
    Alarm alarm = turn(millis);
    seenMillis = millis;
    scores++;
    inMinute++;
    double score = sample.points() / 100.0;
    double weight = weights.of(sample.probability());
    Reference now = reference;
    if (now == null) {
      baseline.add(score, weight);
      return alarm;
    }
    double shortfall = now.mean() - score;
    if (!frozen) {
      baseline.add(score, weight);
    }
    dispersion.add(shortfall, weight);
    recent.add(shortfall, weight, millis);
    if (onset.add(score, weight, now, millis, sample.failing())) {
      worst.clear();
      reason = null;
    }
    if (sample.failing() || shortfall > now.sigma()) {
      worst.add(sample.traceId(), sample.points());
      reason = sample.reason() == null ? reason : sample.reason();
    }
    boolean plain = detector.observe(score, weight, now);
    boolean against = pairs(score, weight, sample, now);
    return plain || against ? alarm(now, millis) : alarm;
  }

  private boolean pairs(double score, double weight, Sample sample, Reference now) {
    if (Double.isNaN(sample.control())) {
      return false;
    }
    if (paired == null) {
      paired = BettingDetector.ofDifferences(rate);
    }
    // The other arm's shortfall is what the traffic did to both.
    return paired.observe(score + sample.control(), weight, now.withoutDispersion());
  }

  /// Ends the minute when another has begun.
  synchronized @Nullable Alarm turn(long millis) {
    long current = Math.floorDiv(millis, MINUTE_MILLIS);
    if (current == minute) {
      return null;
    }
    Alarm alarm = null;
    Reference before = reference;
    if (inMinute > 0) {
      if (before != null) {
        boolean alarmed = detector.minuteEnds(before);
        if (paired != null) {
          paired.minuteEnds(before.withoutDispersion());
        }
        alarm = alarmed ? alarm(before, millis) : null;
      }
    }
    float passed = minute < 0 ? 1 : Math.min(current - minute, 60);
    perMinute += (float) ((inMinute / passed - perMinute)
        * (1 - Math.pow(1 - RATE_SMOOTHING, passed)));
    inMinute = 0;
    hour(millis);
    minute = current;
    refer(millis);
    return alarm;
  }

  private void hour(long millis) {
    long hour = Math.floorDiv(millis, HOUR_MILLIS);
    boolean over = minute >= 0 && Math.floorDiv(minute, 60) != hour;
    boolean grown = millis - begunMillis >= DAY_MILLIS;
    baseline.turn(hour, !frozen, dispersion.value());
    if (over) {
      dispersion.turn(baseline.variance(), grown && !frozen);
    }
    if (over && grown && !measured) {
      dispersion.begin(baseline.scatter(), (int) TimeUnit.DAYS.toHours(1));
      measured = true;
    }
  }

  private void refer(long millis) {
    frozen = millis < quietUntilMillis || rules.isIncidentOpen(key.route());
    double weight = baseline.weight();
    if (weight < LEAST_SCORES || millis - begunMillis < (rate ? LEAST_MILLIS : DAY_MILLIS)) {
      reference = null;
      return;
    }
    double mean = Math.clamp(baseline.mean(millis), 0, 1);
    double variance = rate ? Math.max(mean * (1 - mean), 1e-6) : baseline.variance();
    double wander = dispersion.value();
    double uncertain = DEVIATIONS * Math.sqrt(variance * 3 / weight)
        + baseline.unseen((millis - begunMillis) / (double) HOUR_MILLIS);
    double tolerance = rate
        ? Math.max((1 - mean) * RATE_TOLERANCE_SHARE, LEAST_RATE_TOLERANCE)
        : rules.tolerance(key.route());
    double patience = rules.patience() * (paired == null ? 1 : 2);
    reference = new Reference(mean, tolerance + uncertain, Math.sqrt(variance), wander, patience);
  }

  private @Nullable Alarm alarm(Reference now, long millis) {
    Alarm alarm = new Alarm(key, rate, rules.detector(key.route()).label(), onset.startedMillis(),
        onset.drop(), onset.failing(), onset.scores(), now.tolerance(), reason, worst.ids());
    onset.clear();
    baseline.discard();
    dispersion.discard();
    if (millis < quietUntilMillis) {
      return null;
    }
    quietUntilMillis = millis + QUIET_MILLIS;
    frozen = true;
    return alarm;
  }

  /// Whether the evidence is far enough up that more scores should be asked for.
  synchronized boolean isWarm() {
    return !rate && onset.sum() >= rules.warmAt();
  }

  /// How far a score lies below the usual, for the other arm's control; NaN while nothing is usual.
  synchronized double shortfall(int points) {
    Reference now = reference;
    return now == null ? Double.NaN : now.mean() - points / 100.0;
  }

  synchronized RecentHours.Span since(long fromMillis, long nowMillis) {
    return recent.since(fromMillis, nowMillis);
  }

  synchronized double sigma() {
    Reference now = reference;
    return now == null ? 0 : now.sigma();
  }

  synchronized long seenMillis() {
    return seenMillis;
  }

  synchronized boolean isArmed() {
    return reference != null;
  }

  synchronized StreamView view() {
    Reference now = reference;
    double share = onset.sum() / Math.max(rules.warmAt(), 1e-9);
    return now == null
        ? new StreamView(key, rate, scores, perMinute, null, share, seenMillis)
        : new StreamView(key, rate, scores, perMinute, now, share, seenMillis);
  }

  /// Takes over what another has learnt of the usual; for a new prompt or model version.
  void inherit(Stream previous) {
    // Copied out first: no two streams are locked at once.
    ByteBuffer copy = ByteBuffer.allocate(UsualMean.BYTES + Dispersion.BYTES + 9);
    previous.copyUsual(copy);
    copy.flip();
    UsualMean usual = new UsualMean(rate);
    usual.read(copy);
    Dispersion wander = new Dispersion();
    wander.read(copy);
    synchronized (this) {
      baseline.inherit(usual);
      dispersion.inherit(wander);
      begunMillis = copy.getLong();
      measured = copy.get() == 1;
    }
  }

  private synchronized void copyUsual(ByteBuffer to) {
    baseline.write(to);
    dispersion.write(to);
    to.putLong(begunMillis).put((byte) (measured ? 1 : 0));
  }

  /// Moves the usual by a judge's own change, and forgets what the change looked like.
  synchronized void shift(double by) {
    baseline.shift(by);
    onset.clear();
    worst.clear();
    Arrays.fill(detector.state(), 0);
    paired = null;
    quietUntilMillis = 0;
    minute = -1;
  }

  static int bytes(Stream stream) {
    return 4 * (stream.detector.state().length + 1) + 4 + UsualMean.BYTES + Dispersion.BYTES
        + Onset.BYTES + RecentHours.BYTES + WorstTraces.BYTES + SamplingWeight.BYTES + 68
        + (stream.paired == null ? 0 : 4 * stream.paired.state().length);
  }

  synchronized byte[] save() {
    ByteBuffer to = ByteBuffer.allocate(bytes(this));
    to.putInt(VERSION).putLong(minute).putInt(inMinute).putFloat(perMinute).putLong(scores);
    to.putLong(quietUntilMillis).putLong(seenMillis).putLong(begunMillis);
    to.put((byte) (measured ? 1 : 0));
    baseline.write(to);
    dispersion.write(to);
    onset.write(to);
    recent.write(to);
    worst.write(to);
    weights.write(to);
    numbers(to, detector.state());
    numbers(to, paired == null ? new double[0] : paired.state());
    return Arrays.copyOf(to.array(), to.position());
  }

  /// @return false, and nothing restored, when it is of another version or another detector
  synchronized boolean restore(byte[] saved) {
    ByteBuffer from = ByteBuffer.wrap(saved);
    if (saved.length < 53 || from.getInt() != VERSION) {
      return false;
    }
    minute = from.getLong();
    inMinute = from.getInt();
    perMinute = from.getFloat();
    scores = from.getLong();
    quietUntilMillis = from.getLong();
    seenMillis = from.getLong();
    begunMillis = from.getLong();
    measured = from.get() == 1;
    baseline.read(from);
    dispersion.read(from);
    onset.read(from);
    recent.read(from);
    worst.read(from);
    weights.read(from);
    double[] kept = numbers(from);
    if (kept.length == detector.state().length) {
      System.arraycopy(kept, 0, detector.state(), 0, kept.length);
    }
    double[] pairs = numbers(from);
    if (pairs.length > 0) {
      paired = BettingDetector.ofDifferences(rate);
      System.arraycopy(pairs, 0, paired.state(), 0, pairs.length);
    }
    refer(minute * MINUTE_MILLIS);
    return true;
  }

  private static void numbers(ByteBuffer to, double[] numbers) {
    to.putInt(numbers.length);
    for (double number : numbers) {
      to.putFloat((float) number);
    }
  }

  private static double[] numbers(ByteBuffer from) {
    double[] numbers = new double[Math.clamp(from.getInt(), 0, 256)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = from.getFloat();
    }
    return numbers;
  }
}
