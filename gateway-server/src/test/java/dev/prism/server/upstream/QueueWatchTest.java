package dev.prism.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Traffic in simulated time: calls due at a steady rate to a provider that is only slow, or one with a queue.
class QueueWatchTest {
  private static final long SEED = 20_261_127;
  private static final double NANOS = 1e9;
  private static final int SLOTS = 80;
  private static final double WORK = 0.2;

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.6, 1.0})
  void answersThatDifferAmongThemselvesAreNoQueue(double spread) {
    for (int perSecond : List.of(30, 100, 300)) {
      Slow provider = new Slow(spread);
      Traffic traffic = new Traffic(provider);
      traffic.run(perSecond, 240);
      assertThat(traffic.refused).as("%d a second, seed %d", perSecond, SEED).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 0.1", "2, 0.3", "2, 1", "6, 0.1", "6, 0.3", "6, 0.6", "6, 1", "30, 0.3", "30, 1"})
  void answersThatBecomeSlowerAreNoQueue(double slower, double spread) {
    for (int perSecond : List.of(100, 300)) {
      Slow provider = new Slow(spread);
      Traffic traffic = new Traffic(provider);
      traffic.run(perSecond, 60);
      provider.median = slower;
      traffic.run(perSecond, 180);
      // Of answers that differ by ten times among themselves some may be tested, for a moment.
      assertThat(traffic.refused).as("%d a second, seed %d", perSecond, SEED)
          .isLessThanOrEqualTo(spread < 0.6 ? 0 : perSecond * 180 / 25);
      assertThat(traffic.watch.limit()).isEqualTo(QueueWatch.NO_LIMIT);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.2, 0.3", "0.2, 0.6", "0.2, 1", "2, 0.3", "2, 0.6"})
  void aQueueOfCallsThatDifferIsKeptShort(double work, double spread) {
    Traffic traffic = new Traffic(new Queueing(work, spread));
    int capacity = (int) (SLOTS / (work * Math.exp(spread * spread / 2)));
    traffic.run(capacity * 7 / 10, 120);
    double calm = traffic.p99();
    for (int load : List.of(2, 5)) {
      traffic.run(capacity * load, (int) (10 + 20 * work));
      traffic.took.clear();
      traffic.run(capacity * load, 120);
      assertThat(traffic.p99()).as("p99 at %d times, seed %d", load, SEED).isLessThan(4 * calm);
      assertThat(traffic.took.size() / 120.0).as("carried at %d times, seed %d", load, SEED)
          .isGreaterThan(0.95 * capacity);
    }
  }

  /// Quick calls were usual; then many come at once that take a second each.
  @Test
  void aBurstOfSlowerCallsIsNoQueue() {
    Slow provider = new Slow(0.1);
    provider.median = 0.02;
    Traffic traffic = new Traffic(provider);
    traffic.run(500, 10);
    provider.median = 1;
    traffic.run(1_500, 1);
    traffic.run(10, 10);
    assertThat(traffic.refused).isZero();
  }

  @Test
  void aQueueIsKeptShortAndItsProviderBusy() {
    Traffic traffic = new Traffic(new Queueing(WORK, 0));
    int capacity = (int) (SLOTS / WORK);
    traffic.run(capacity / 2, 10);
    assertThat(traffic.refused).isZero();
    for (int load : List.of(2, 5)) {
      traffic.run(capacity * load, 3);
      traffic.took.clear();
      traffic.run(capacity * load, 60);
      assertThat(traffic.p99()).as("p99 at %d times", load).isLessThan(2 * WORK);
      assertThat(traffic.took.size() / 60.0).as("carried at %d times", load)
          .isGreaterThan(0.95 * capacity);
    }
    traffic.run(capacity / 2, 5);
    int before = traffic.refused;
    traffic.run(capacity / 2, 20);
    assertThat(traffic.refused).isEqualTo(before);
  }

  private interface Provider {
    /// When a call that begins now will be answered.
    double answerAt(double now);
  }

  private static final class Slow implements Provider {
    private final Random random = new Random(SEED);
    private final double spread;
    private double median = 1;

    Slow(double spread) {
      this.spread = spread;
    }

    @Override
    public double answerAt(double now) {
      return now + median * Math.exp(spread * random.nextGaussian());
    }
  }

  /// So many at once, the others in the order in which they came.
  private static final class Queueing implements Provider {
    private final PriorityQueue<Double> free = new PriorityQueue<>(Collections.nCopies(SLOTS, 0.0));
    private final Random random = new Random(SEED);
    private final double work;
    private final double spread;

    Queueing(double work, double spread) {
      this.work = work;
      this.spread = spread;
    }

    @Override
    public double answerAt(double now) {
      double end = Math.max(now, free.remove()) + work * Math.exp(spread * random.nextGaussian());
      free.add(end);
      return end;
    }
  }

  private static final class Traffic {
    private record Call(double began, double ends, int before) {}

    private final QueueWatch watch = new QueueWatch(0);
    private final PriorityQueue<Call> waiting = new PriorityQueue<>(
        (a, b) -> Double.compare(a.ends, b.ends));
    private final List<Double> took = new ArrayList<>();
    private final Provider provider;
    private double now;
    private int refused;

    Traffic(Provider provider) {
      this.provider = provider;
    }

    void run(int perSecond, int seconds) {
      double start = now;
      for (int i = 1; i <= perSecond * seconds; i++) {
        now = start + (double) i / perSecond;
        answer();
        if (waiting.size() >= QueueWatch.FLOOR && waiting.size() >= watch.limit()) {
          refused++;
        } else {
          waiting.add(new Call(now, provider.answerAt(now), waiting.size()));
        }
      }
    }

    /// In seconds, of what was answered since it was last cleared.
    double p99() {
      Collections.sort(took);
      return took.get(took.size() * 99 / 100);
    }

    private void answer() {
      for (Call call = waiting.peek(); call != null && call.ends <= now; call = waiting.peek()) {
        waiting.remove();
        took.add(call.ends - call.began);
        watch.answered((long) (call.ends * NANOS), (long) ((call.ends - call.began) * NANOS),
            call.before, waiting.size());
      }
    }
  }
}
