package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A breaker under live traffic, through the real router: closed, open, half-open with its probes and no
/// more, closed.
class BreakerIT {
  private static final int CALLERS = 8;
  private static final int PROBES = 3;

  @Test
  void itOpensProbesAndClosesUnderLiveTraffic() throws Exception {
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicInteger failed = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    AtomicInteger held = new AtomicInteger();
    CountDownLatch judged = new CountDownLatch(1);
    try (Pair pair = Pair.of("{ fallback: [stable, candidate] }",
        yaml -> yaml
            .breaker("{ window: 10s, failure-rate: 50, minimum: 20, open-for: 300ms, probes: "
                + PROBES + " }"))) {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(Thread.ofVirtual().start(() -> call(pair, running, failed)));
      }
      awaitState(pair, "closed", 0);
      Await.until("traffic flows", TestGateway.SOON, () -> pair.stable.requests().size() > 50);
      assertThat(pair.candidate.requests()).isEmpty();

      pair.stable.answer(Pair.broken());
      awaitState(pair, "open", 2);
      // From here on the provider holds each probe back until the test has looked.
      pair.stable.script(call -> {
        held.incrementAndGet();
        await(judged);
        Pair.answerWell(call);
      });
      Await.until("all probes are out", TestGateway.SOON, () -> held.get() >= PROBES);
      awaitState(pair, "half_open", 1);
      pair.stable.forget();
      pair.candidate.forget();
      Await.until("the others serve on", TestGateway.SOON,
          () -> pair.candidate.requests().size() > 200);
      assertThat(target(pair).path("in_flight").asInt()).as("probes").isEqualTo(PROBES);
      assertThat(pair.stable.requests()).as("calls beyond the probes").isEmpty();

      judged.countDown();
      awaitState(pair, "closed", 0);
      pair.candidate.forget();
      Await.until("traffic is back", TestGateway.SOON, () -> pair.stable.requests().size() > 50);
      running.set(false);
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(failed).as("requests that failed").hasValue(0);
    } finally {
      running.set(false);
      judged.countDown();
    }
  }

  private static void call(Pair pair, AtomicBoolean running, AtomicInteger failed) {
    try (RawHttp http = RawHttp.connect(pair.gateway.port())) {
      while (running.get()) {
        http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.request("r")));
        if (http.response().status() != 200) {
          failed.incrementAndGet();
        }
      }
    } catch (IOException broken) {
      failed.incrementAndGet();
    }
  }

  /// The admin API and the metrics show the state.
  private static void awaitState(Pair pair, String state, int gauge) {
    Await.until("the breaker is " + state, TestGateway.SOON,
        () -> target(pair).path("state").asString().equals(state));
    Await.until("the metrics show " + state, TestGateway.SOON,
        () -> metrics(pair).lines()
            .anyMatch(line -> line.startsWith("prism_breaker_state{breaker=\"a/gpt-4o-mini")
                && line.endsWith(" " + gauge + ".0")));
  }

  private static JsonNode target(Pair pair) {
    return pair.gateway.ask("/api/routes/r").path("targets").path(0);
  }

  private static String metrics(Pair pair) {
    try {
      return pair.gateway.metrics();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
