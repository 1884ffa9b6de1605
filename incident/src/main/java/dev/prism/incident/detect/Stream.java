package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is remembered of one stream of scores. Guards itself; a call takes some hundred nanoseconds.
final class Stream {
  private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
  /// No more alarms come for so long after one.
  private static final long QUIET_MILLIS = 4 * HOUR_MILLIS;
  private static final double RATE_SMOOTHING = 1.0 / 15;
  /// So many answers rated worst, and so many times the most that is usual, come from no topic.
  private static final double LEAST_BROKEN = 4;
  private static final double BROKEN_TIMES = 2;

  private final StreamKey key;
  private final StreamRules rules;
  private final boolean rate;
  private final SamplingWeight weights = new SamplingWeight();
  private final Usual usual;
  private final Onset onset = new Onset();
  private final RecentHours recent = new RecentHours();
  private final WorstTraces worst = new WorstTraces();
  private DetectorSettings watched;
  private Detector detector;
  private @Nullable BettingDetector paired;
  private @Nullable Reference reference;
  private @Nullable String reason;
  private long minute = -1;
  private int inMinute;
  private float perMinute;
  private long scores;
  private long quietUntilMillis;
  private long seenMillis;
  private boolean frozen;

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
  ///
  /// @param broken whether clearly more answers are rated worst, which is no doing of topics
  record Alarm(
      StreamKey key,
      boolean rate,
      String detector,
      long onsetMillis,
      Onset.Drop drop,
      long failing,
      long scores,
      double tolerance,
      boolean broken,
      @Nullable String reason,
      List<String> traceIds) {}

  Stream(StreamKey key, StreamRules rules, boolean rate) {
    this.key = key;
    this.rules = rules;
    this.rate = rate;
    usual = new Usual(rate);
    watched = rules.detector(key.route());
    detector = watched.detector(rate);
  }

  StreamKey key() {
    return key;
  }

  boolean isRate() {
    return rate;
  }

  /// Takes a score that came at that time.
  synchronized @Nullable Alarm observe(Sample sample, long millis) {
    usual.begin(millis);
    Alarm alarm = turn(millis);
    seenMillis = millis;
    scores++;
    inMinute++;
    double score = sample.points() / 100.0;
    double weight = weights.of(sample.probability());
    Reference now = reference;
    usual.add(score, weight, now, !frozen, millis);
    if (now == null) {
      return alarm;
    }
    double shortfall = now.mean() - score;
    recent.add(shortfall + usual.told().drop(), weight, millis);
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
    return paired.observe(score + sample.control(), weight, now.ofDifferences());
  }

  /// Ends the minute when another has begun.
  synchronized @Nullable Alarm turn(long millis) {
    long current = Math.floorDiv(millis, MINUTE_MILLIS);
    if (current == minute) {
      return null;
    }
    Alarm alarm = null;
    Reference before = reference;
    if (inMinute > 0 && before != null) {
      boolean alarmed = detector.minuteEnds(before);
      if (paired != null) {
        paired.minuteEnds(before.ofDifferences());
      }
      alarm = alarmed ? alarm(before, millis) : null;
    }
    float passed = minute < 0 ? 1 : Math.min(current - minute, 60);
    perMinute += (float) ((inMinute / passed - perMinute)
        * (1 - Math.pow(1 - RATE_SMOOTHING, passed)));
    inMinute = 0;
    boolean over = minute >= 0 && Math.floorDiv(minute, 60) != Math.floorDiv(millis, HOUR_MILLIS);
    usual.turn(millis, over, !frozen, recent.since(usual.told().atMillis(), millis));
    minute = current;
    refer(millis);
    return alarm;
  }

  private void refer(long millis) {
    frozen = rules.isIncidentOpen(key.route());
    DetectorSettings now = rules.detector(key.route());
    if (!now.equals(watched)) {
      watched = now;
      detector = now.detector(rate);
    }
    double patience = rules.patience() * (paired == null ? 1 : 2);
    reference = usual.reference(millis, rules.tolerance(key.route()), patience);
  }

  private @Nullable Alarm alarm(Reference now, long millis) {
    Onset.Drop drop = onset.drop(1 + now.dispersion() * Math.max(perMinute, 1));
    Alarm alarm = new Alarm(key, rate, rules.detector(key.route()).label(), onset.startedMillis(),
        drop, onset.failing(), onset.scores(), now.tolerance(), isBroken(drop, now), reason,
        worst.ids());
    usual.tell(drop, millis);
    onset.clear();
    refer(millis);
    if (millis < quietUntilMillis) {
      return null;
    }
    quietUntilMillis = millis + QUIET_MILLIS;
    return alarm;
  }

  private boolean isBroken(Onset.Drop drop, Reference now) {
    return drop.worst() * onset.scores() >= LEAST_BROKEN
        && drop.worst() > BROKEN_TIMES * now.rare().most();
  }

  /// Whether the evidence is far enough up that more scores should be asked for.
  synchronized boolean isWarm() {
    return !rate && onset.sum() >= rules.warmAt();
  }

  /// How far a score lies below the usual, for the other arm's control; NaN while nothing is usual.
  synchronized double shortfall(int points) {
    Reference now = reference;
    return now == null ? Double.NaN : now.mean() + usual.told().drop() - points / 100.0;
  }

  synchronized RecentHours.Span since(long fromMillis, long nowMillis) {
    return recent.since(fromMillis, nowMillis);
  }

  /// Standard deviation that independent scores would need to have for their mean to scatter as this stream's
  /// does; 0 while nothing is usual.
  synchronized double sigma() {
    Reference now = reference;
    return now == null ? 0 : now.sigma() * Math.sqrt(1 + now.dispersion() * Math.max(perMinute, 1));
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
    return new StreamView(key, rate, scores, perMinute,
        now == null ? null : now.aboveTold(usual.told().drop()), share, seenMillis);
  }

  /// Takes over what another has learnt of the usual: for a new prompt or model version, or a new judge.
  void inherit(Stream previous) {
    // Copied out first: no two streams are locked at once.
    ByteBuffer copy = ByteBuffer.allocate(Usual.BYTES);
    previous.copyUsual(copy);
    copy.flip();
    Usual copied = new Usual(rate);
    copied.read(copy);
    synchronized (this) {
      usual.inherit(copied, !previous.key.judge().equals(key.judge()));
    }
  }

  private synchronized void copyUsual(ByteBuffer to) {
    usual.write(to);
  }

  /// Moves the usual by a judge's own change, and forgets what the change looked like.
  synchronized void shift(double by) {
    usual.shift(by);
    onset.clear();
    worst.clear();
    Arrays.fill(detector.state(), 0);
    paired = null;
    quietUntilMillis = 0;
    minute = -1;
  }

  synchronized byte[] save() {
    ByteBuffer to = ByteBuffer.allocate(StreamCodec.MOST_BYTES);
    StreamCodec.begin(to);
    to.putInt((int) minute).putInt(inMinute).putFloat(perMinute).putLong(scores);
    to.putLong(quietUntilMillis).putLong(seenMillis);
    usual.write(to);
    onset.write(to);
    recent.write(to);
    worst.write(to);
    weights.write(to);
    StreamCodec.numbers(to, detector.state());
    StreamCodec.numbers(to, paired == null ? new double[0] : paired.state());
    return Arrays.copyOf(to.array(), to.position());
  }

  /// @return false, and nothing restored, when it is of another version or another detector
  synchronized boolean restore(byte[] saved) {
    ByteBuffer from = ByteBuffer.wrap(saved);
    if (!StreamCodec.isKnown(from)) {
      return false;
    }
    minute = from.getInt();
    inMinute = from.getInt();
    perMinute = from.getFloat();
    scores = from.getLong();
    quietUntilMillis = from.getLong();
    seenMillis = from.getLong();
    usual.read(from);
    onset.read(from);
    recent.read(from);
    worst.read(from);
    weights.read(from);
    StreamCodec.copy(StreamCodec.numbers(from), detector.state());
    double[] pairs = StreamCodec.numbers(from);
    if (pairs.length > 0) {
      paired = BettingDetector.ofDifferences(rate);
      StreamCodec.copy(pairs, paired.state());
    }
    refer(minute * MINUTE_MILLIS);
    return true;
  }
}
