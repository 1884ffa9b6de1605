package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Seeded random traffic through the router: whatever happens, an open breaker gets no call, and a
/// half-open one no more than its probes.
class BreakerPropertyTest {
  private static final int PROBES = 3;
  private static final long OPEN_NANOS = Duration.ofSeconds(15).toNanos();

  private record Open(Serving serving, Call call, boolean probe) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
  void openBreakerGetsNoTrafficBeyondItsProbes(long seed) {
    Random random = new Random(seed);
    Rig rig = new Rig(seed).with("r", Rig.route(new Primary("a"), "a"));
    Breaker breaker = rig.health("a").breaker();
    List<Open> running = new ArrayList<>();
    double badness = 0.9;
    BreakerSnapshot.State before = breaker.state();
    long openedAt = 0;
    int opened = 0;
    for (int i = 0; i < 4000; i++) {
      if (random.nextInt(300) == 0) {
        badness = random.nextDouble();
      }
      rig.advance(Duration.ofMillis(random.nextInt(400)));
      BreakerSnapshot.State state = breaker.state();
      if (running.size() < 40 && random.nextBoolean()) {
        Serving serving = rig.plan("r").start(0);
        if (serving.first() instanceof Step.Start(List<Call> calls)) {
          boolean probe = state == BreakerSnapshot.State.HALF_OPEN;
          assertThat(state).as("seed %d, step %d", seed, i)
              .isNotEqualTo(BreakerSnapshot.State.OPEN);
          running.add(new Open(serving, calls.getFirst(), probe));
        }
      } else if (!running.isEmpty()) {
        end(running.remove(random.nextInt(running.size())), random, badness);
      }
      BreakerSnapshot.State after = breaker.state();
      if (after == BreakerSnapshot.State.OPEN && before != BreakerSnapshot.State.OPEN) {
        opened++;
        openedAt = rig.nanoTime();
        running.replaceAll(each -> new Open(each.serving, each.call, false));
      }
      if (before == BreakerSnapshot.State.OPEN && after != BreakerSnapshot.State.OPEN) {
        assertThat(rig.nanoTime() - openedAt).as("seed %d, step %d", seed, i)
            .isGreaterThanOrEqualTo(OPEN_NANOS);
      }
      long probing = running.stream().filter(Open::probe).count();
      if (after == BreakerSnapshot.State.HALF_OPEN) {
        assertThat(probing).as("seed %d, step %d", seed, i).isLessThanOrEqualTo(PROBES);
      } else if (after == BreakerSnapshot.State.CLOSED) {
        running.replaceAll(each -> new Open(each.serving, each.call, false));
      }
      before = after;
    }
    assertThat(opened).as("seed %d never opened it", seed).isPositive();
  }

  private static void end(Open open, Random random, double badness) {
    Call call = open.call;
    if (random.nextInt(10) == 0) {
      open.serving.close();
    } else if (random.nextInt(10) == 0) {
      open.serving.failed(call, ((Fate.Fails) Fate.status(400, "invalid_request_error")).failure());
    } else if (random.nextDouble() < badness) {
      open.serving.failed(call, Fate.failure(Failure.Kind.FIRST_TOKEN));
    } else {
      open.serving.commit(call);
      open.serving.answered(call, new Answer(50));
    }
    open.serving.close();
  }
}
