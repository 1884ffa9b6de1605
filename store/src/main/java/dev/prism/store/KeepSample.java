package dev.prism.store;

import dev.prism.evals.BusySample;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Chooses which exchanges are written: so many of a second's that went as planned and ten times as many of the
/// others, shared out among the targets, so that the small arm of a canary is known as well as the large one.
/// One thread at a time.
final class KeepSample {
  private static final int NOTABLE_FACTOR = 10;

  private final BusySample ordinary;
  private final BusySample notable;

  KeepSample(int ordinaryPerSecond, RandomGenerator random) {
    ordinary = new BusySample(ordinaryPerSecond, 0, random);
    notable = new BusySample(ordinaryPerSecond * NOTABLE_FACTOR, 0, random);
  }

  /// The exchange with the chance it had; null when it is left out.
  ///
  /// @param atSecond now
  @Nullable
  KeptTrace take(ScoredTrace scored, long atSecond) {
    BusySample sample = TraceRows.isNotable(scored) ? notable : ordinary;
    TraceRecord.Served served = scored.trace().served();
    double chance = sample.chance(served.route() + '\n' + served.target(), atSecond);
    return sample.takes(chance) ? new KeptTrace(scored, chance) : null;
  }
}
