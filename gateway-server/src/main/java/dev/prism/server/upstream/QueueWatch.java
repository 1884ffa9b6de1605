package dev.prism.server.upstream;

import java.util.concurrent.atomic.AtomicBoolean;

/// Tells from how long one provider's answers take whether calls queue there, and how many may wait then.
///
/// Answers of models differ by ten times among themselves, so only means over many say anything; and a mean
/// that has risen may be a queue or just slower answers. So a rise is a suspicion. Where [QueueEvidence] sees
/// three times in a row that it is no queue, it is the new usual. Else it is tested: fewer calls are let wait,
/// about as many as were before at that throughput. If the answers become quicker it was a queue, and the limit
/// follows it from then on; if they do not, they have become slower, and nothing is limited. A limit that does
/// not help is tested again after half a minute.
///
/// Means are of logarithms: one answer of a minute must not outweigh a hundred of a second. Any thread; a
/// sample that meets another is dropped, since others come.
final class QueueWatch {
  static final int NO_LIMIT = 20_000;
  /// Below so many waiting calls nothing is limited.
  static final int FLOOR = 64;
  private static final double SUSPICIOUS = Math.log(1.6);
  private static final double GROW_BELOW = Math.log(1.15);
  private static final double SHRINK_ABOVE = Math.log(1.35);
  private static final double STEEPEST_CUT = 0.5;
  private static final double GROWTH = 1.05;
  private static final double ROOM = 1.1;
  private static final double REPEATED_CUT = 0.7;
  /// Limit by calls that do wait, from where on it is no limit.
  private static final double NEEDLESS = 4;
  private static final int MIN_SAMPLES = 40;
  private static final int SUSPICIOUS_WINDOWS = 3;
  private static final double SUSPICIOUS_SECONDS = 0.5;
  /// After how many times what should be enough to see a queue it is tested, though none was seen.
  private static final double UNDECIDED = 4;
  private static final int CLEARED = 3;
  private static final int LEARNED = 400;
  private static final int QUICK_LEARNING = 2_000;
  /// What is quicker counts as this: no queue worth a refusal, and no more than an event loop may be late unseen.
  private static final long QUICK_NANOS = 20_000_000;
  private static final double WINDOW_SECONDS = 0.1;
  private static final double HALF_LIFE_SECONDS = 60;
  private static final double RETEST_SECONDS = 30;
  private static final double SETTLING = 1.5;
  private static final double NANOS = 1e9;

  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile int limit = NO_LIMIT;
  private Phase phase = Phase.OPEN;

  private double since;
  private int samples;
  private double sum;
  private double logSum;
  private int mostWaiting;

  private double usual = Double.NaN;
  private double usualMean;
  private long learned;

  private final QueueEvidence evidence = new QueueEvidence();
  private int suspicious;
  private double suspiciousSince;
  private long suspiciousSamples;
  private int cleared;

  private double seenBefore;
  private double goal;
  private double calmSince;
  private double testedAt;

  private enum Phase {
    OPEN, TESTING, LIMITED
  }

  /// @param now a clock's reading in seconds
  QueueWatch(double now) {
    since = now;
  }

  /// How many calls may wait.
  int limit() {
    return limit;
  }

  /// A call has been answered.
  ///
  /// @param nowNanos  of [System#nanoTime()]
  /// @param tookNanos from its start to its first word, the gateway's own delay taken out
  /// @param before    calls that waited when it began
  /// @param waiting   calls that wait now
  void answered(long nowNanos, long tookNanos, int before, int waiting) {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      double now = nowNanos / NANOS;
      double took = Math.max(tookNanos, QUICK_NANOS) / NANOS;
      sum += took;
      logSum += Math.log(took);
      if (suspicious > 0) {
        evidence.add(before, took);
      }
      samples++;
      mostWaiting = Math.max(mostWaiting, waiting);
      if (samples >= MIN_SAMPLES && now - since > WINDOW_SECONDS) {
        judge(now, waiting);
        since = now;
        samples = 0;
        sum = 0;
        logSum = 0;
        mostWaiting = waiting;
      }
    } finally {
      busy.set(false);
    }
  }

  private void judge(double now, int waiting) {
    double seen = logSum / samples;
    switch (phase) {
      case OPEN -> watch(now, seen);
      case TESTING -> test(now, seen, waiting);
      case LIMITED -> follow(now, seen);
    }
  }

  private void watch(double now, double seen) {
    boolean slower = learned >= LEARNED && mostWaiting >= FLOOR && seen - usual > SUSPICIOUS;
    if (!slower) {
      suspicious = 0;
      cleared = 0;
      learn(now, seen);
      return;
    }
    if (suspicious == 0) {
      suspect(since);
    }
    suspiciousSamples += samples;
    suspicious++;
    // A provider may answer in clumps, and slow answers come after quick ones: what it carries shows over some.
    double seconds = now - suspiciousSince;
    double enough = Math.max(SUSPICIOUS_SECONDS, Math.exp(seen));
    if (suspicious < SUSPICIOUS_WINDOWS || seconds < enough) {
      return;
    }
    QueueEvidence.Verdict verdict = evidence.verdict(seconds);
    boolean noQueue = verdict == QueueEvidence.Verdict.SLOWER
        || (verdict == QueueEvidence.Verdict.FLAT && cleared > 0);
    if (noQueue && ++cleared >= CLEARED) {
      becomeUsual(seen);
    } else if (noQueue) {
      suspect(now);
    } else if (verdict == QueueEvidence.Verdict.QUEUE || seconds >= UNDECIDED * enough) {
      begin(now, seen, usual, ROOM * suspiciousSamples / seconds * usualMean);
    }
  }

  private void suspect(double from) {
    suspiciousSince = from;
    suspiciousSamples = 0;
    evidence.clear();
  }

  private void learn(double now, double seen) {
    double mean = sum / samples;
    if (learned == 0) {
      usual = seen;
      usualMean = mean;
    }
    learned += samples;
    double share = 1 - Math.pow(0.5, (now - since) / HALF_LIFE_SECONDS);
    if (learned < QUICK_LEARNING) {
      share = Math.max(share, (double) samples / learned);
    }
    usual += share * (seen - usual);
    usualMean += share * (mean - usualMean);
  }

  private void begin(double now, double seen, double wanted, double fewer) {
    phase = Phase.TESTING;
    seenBefore = seen;
    goal = wanted;
    limit = bounded(fewer);
    calmSince = Double.NaN;
    testedAt = now;
  }

  /// Those that wait beyond the limit must have gone, and then a whole answer's time have passed.
  private void test(double now, double seen, int waiting) {
    if (waiting > limit * ROOM) {
      return;
    }
    if (Double.isNaN(calmSince)) {
      calmSince = now;
    } else if (now - calmSince >= SETTLING * Math.exp(seen)) {
      if (seen - goal <= (seenBefore - goal) / 2) {
        phase = Phase.LIMITED;
        testedAt = now;
      } else {
        becomeUsual(seen);
      }
    }
  }

  private void follow(double now, double seen) {
    double slower = seen - usual;
    int most = Math.max(mostWaiting, FLOOR);
    if (slower <= GROW_BELOW) {
      limit = bounded(limit * GROWTH + 1);
      if (limit > NEEDLESS * most) {
        open();
        return;
      }
    } else if (slower > SHRINK_ABOVE) {
      double present = Math.min(limit, most);
      limit = bounded(
          present * Math.max(STEEPEST_CUT, Math.exp(SHRINK_ABOVE - slower)) + Math.sqrt(present));
      if (now - testedAt > RETEST_SECONDS) {
        begin(now, seen, usual, REPEATED_CUT * limit);
      }
    }
  }

  /// It was no queue: the answers have become slower.
  private void becomeUsual(double seen) {
    open();
    usual = seen;
    usualMean = sum / samples;
    learned = LEARNED;
  }

  private void open() {
    phase = Phase.OPEN;
    limit = NO_LIMIT;
    suspicious = 0;
    cleared = 0;
  }

  private static int bounded(double calls) {
    return (int) Math.clamp(calls, FLOOR, NO_LIMIT);
  }
}
