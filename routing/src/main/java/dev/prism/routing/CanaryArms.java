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
      arm.millis.add(firstTokenMillis);
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
  /// @param meanFirstTokenMillis of the calls that were answered, 0 when none was
  /// @param meanScore            0 when there is none
  public record Counts(
      long calls,
      long errors,
      double meanFirstTokenMillis,
      long scores,
      double meanScore) {
    double errorPercent() {
      return calls == 0 ? 0 : 100.0 * errors / calls;
    }
  }

  private static final class Arm {
    private final LongAdder calls = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder millis = new LongAdder();
    private final LongAdder scores = new LongAdder();
    private final LongAdder scoreMicros = new LongAdder();

    Counts counts() {
      long failed = errors.sum();
      long all = Math.max(calls.sum(), failed);
      long scored = scores.sum();
      return new Counts(all, failed, all == failed ? 0 : (double) millis.sum() / (all - failed),
          scored, scored == 0 ? 0 : scoreMicros.sum() / MICROS / scored);
    }
  }
}
