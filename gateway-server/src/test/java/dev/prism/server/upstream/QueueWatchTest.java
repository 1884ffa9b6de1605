package dev.prism.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
  @ValueSource(doubles = {2, 6})
  void answersThatBecomeSlowerAreRefusedForAMomentOnly(double slower) {
    Slow provider = new Slow(0.6);
    Traffic traffic = new Traffic(provider);
    traffic.run(100, 60);
    provider.median = slower;
    traffic.run(100, 60);
    int before = traffic.refused;
    traffic.run(100, 120);
    assertThat(before).as("seed %d", SEED).isLessThan(100 * 30);
    assertThat(traffic.refused).isEqualTo(before);
    assertThat(traffic.watch.limit()).isEqualTo(QueueWatch.NO_LIMIT);
  }

  @Test
  void aQueueIsKeptShortAndItsProviderBusy() {
    Traffic traffic = new Traffic(new Queueing());
    int capacity = (int) (SLOTS / WORK);
    traffic.run(capacity / 2, 10);
    assertThat(traffic.refused).isZero();
    for (int load : List.of(2, 5)) {
      traffic.run(capacity * load, 3);
      traffic.took.clear();
      traffic.run(capacity * load, 60);
      Collections.sort(traffic.took);
      assertThat(traffic.took.get(traffic.took.size() * 99 / 100)).as("p99 at %d times", load)
          .isLessThan(2 * WORK);
      assertThat(traffic.took.size() / 60.0).as("carried at %d times", load)
          .isGreaterThan(0.95 * capacity);
    }
    traffic.run(capacity / 2, 5);
    int before = traffic.refused;
    traffic.run(capacity / 2, 20);
    assertThat(traffic.refused).isEqualTo(before);
  }

  /// A cold gateway takes in fifteen hundred calls at once more slowly than its provider, which needs a second for
  /// each, answers them.
  @Test
  void theFirstBurstOfAllIsNoQueue() {
    QueueWatch watch = new QueueWatch(0);
    int calls = 1_500;
    for (int call = 0; call < calls; call++) {
      double took = 1 + call * 0.002;
      watch.answered((long) (took * NANOS), (long) (took * NANOS), calls - call);
      assertThat(watch.limit()).as("after %d answers", call + 1).isEqualTo(QueueWatch.NO_LIMIT);
    }
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
    private final ArrayDeque<Double> free = new ArrayDeque<>(Collections.nCopies(SLOTS, 0.0));

    @Override
    public double answerAt(double now) {
      double end = Math.max(now, free.removeFirst()) + WORK;
      free.addLast(end);
      return end;
    }
  }

  private static final class Traffic {
    private record Call(double began, double ends) {}

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
          waiting.add(new Call(now, provider.answerAt(now)));
        }
      }
    }

    private void answer() {
      for (Call call = waiting.peek(); call != null && call.ends <= now; call = waiting.peek()) {
        waiting.remove();
        took.add(call.ends - call.began);
        watch.answered((long) (call.ends * NANOS), (long) ((call.ends - call.began) * NANOS),
            waiting.size());
      }
    }
  }
}
