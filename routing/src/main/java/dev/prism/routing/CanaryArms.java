package dev.prism.routing;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// The two arms of one canary since it last changed: what each has done, and whether the candidate has
/// been taken out. A changed share starts new arms, so that each step is judged by itself.
public final class CanaryArms {
  private static final double MICROS = 1e6;

  private final Canary canary;
  private final Arm stable = new Arm();
  private final Arm candidate = new Arm();
  private final AtomicBoolean rolledBack = new AtomicBoolean();

  CanaryArms(Canary canary) {
    this.canary = canary;
  }

  /// @param name the target that answered
  void answered(String name, long firstTokenMillis) {
    arm(name).ifPresent(arm -> {
      arm.calls.increment();
      arm.logMillis.add(Math.round(Math.log(firstTokenMillis + 1.0) * MICROS));
    });
  }

  void failed(String name) {
    arm(name).ifPresent(arm -> {
      arm.calls.increment();
      arm.errors.increment();
    });
  }

  /// @param value 0 to 1, higher is better
  void scored(String name, double value) {
    arm(name).ifPresent(arm -> {
      arm.scores.increment();
      arm.scoreMicros.add(Math.round(value * MICROS));
      arm.squareMicros.add(Math.round(value * value * MICROS));
    });
  }

  private Optional<Arm> arm(String name) {
    if (name.equals(canary.candidate())) {
      return Optional.of(candidate);
    }
    return name.equals(canary.stable()) ? Optional.of(stable) : Optional.empty();
  }

  /// Takes the candidate out if it is worse than the limits allow.
  ///
  /// @return why, the one time that this call did it
  Optional<String> judge() {
    if (rolledBack.get() || canary.percent() == 0) {
      return Optional.empty();
    }
    Optional<String> verdict = CanaryVerdict.of(canary.rollback(), stable.counts(),
        candidate.counts());
    return verdict.filter(_ -> rolledBack.compareAndSet(false, true));
  }

  public boolean rolledBack() {
    return rolledBack.get();
  }

  public Canary canary() {
    return canary;
  }

  public Counts stable() {
    return stable.counts();
  }

  public Counts candidate() {
    return candidate.counts();
  }

  /// What an arm has done.
  ///
  /// @param meanFirstTokenMillis of the calls that were answered, 0 when none was; the geometric mean, which
  ///                             a few very slow calls do not move much
  /// @param meanScore            0 when there is none
  /// @param scoreVariance        0 when there is none
  public record Counts(
      long calls,
      long errors,
      double meanFirstTokenMillis,
      long scores,
      double meanScore,
      double scoreVariance) {
    double errorShare() {
      return calls == 0 ? 0 : (double) errors / calls;
    }
  }

  private static final class Arm {
    private final LongAdder calls = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder logMillis = new LongAdder();
    private final LongAdder scores = new LongAdder();
    private final LongAdder scoreMicros = new LongAdder();
    private final LongAdder squareMicros = new LongAdder();

    Counts counts() {
      long failed = errors.sum();
      long all = Math.max(calls.sum(), failed);
      long scored = scores.sum();
      double mean = scored == 0 ? 0 : scoreMicros.sum() / MICROS / scored;
      double square = scored == 0 ? 0 : squareMicros.sum() / MICROS / scored;
      double millis = all == failed ? 0 : Math.exp(logMillis.sum() / MICROS / (all - failed)) - 1;
      return new Counts(all, failed, millis, scored, mean, Math.max(0, square - mean * mean));
    }
  }
}
