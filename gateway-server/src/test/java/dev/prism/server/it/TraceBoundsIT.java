package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.RawHttp;
import dev.prism.testing.Reply;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Row R27: a sink whose store stands still holds no more traces than it may, counts the rest, and no request
/// waits for it.
@Tag("nightly")
class TraceBoundsIT {
  private static final int QUEUE = 200;
  /// What a sink may hold back before it is flushed.
  private static final double HELD = 512;
  private static final int REQUESTS = 3_000;
  private static final Duration HOLD = Duration.ofSeconds(60);
  private static final double MOST_CHANGE = 1.05;

  @Test
  void aStoreThatStandsStillCostsTracesByCountAndNothingElse() throws IOException {
    try (StubProvider up = StubProvider.answering(Chat.answer());
        StubProvider healthy = StubProvider.answering(Reply.json(200, "{}"));
        StubProvider still = StubProvider.scripted(call -> call.pause(HOLD));
        TestGateway usual = TestGateway.start(to(up, healthy, 2 * REQUESTS));
        TestGateway held = TestGateway.start(to(up, still, QUEUE))) {
      load(usual);
      load(held);
      double before = load(usual);
      double during = load(held);
      Await.until("every trace is accounted for", TestGateway.SOON,
          () -> fates(held) + queued(held) == 2 * REQUESTS);
      double dropped = fate(held, "dropped");
      Scorecard.write("R27",
          ("%d traces to a sink that stands still: %.0f dropped, %.0f failed, %.0f stored, %.0f waiting, %d may in the queue and %.0f at the sink; "
              + "p99 %.2f ms, beside a sink that works %.2f ms").formatted(2 * REQUESTS, dropped,
                  fate(held, "failed"), fate(held, "stored"), queued(held), QUEUE, HELD, during,
                  before),
          "produced = stored + dropped + failed + waiting; waiting within the limit; p99 at most 5 % higher",
          during <= MOST_CHANGE * before);
      assertThat(dropped).isPositive();
      assertThat(fate(usual, "dropped") + fate(usual, "failed")).isZero();
    }
  }

  private static GatewayYaml to(StubProvider up, StubProvider collector, int queue) {
    return GatewayYaml.to(up.port())
        .sinks(
            "    - otlp: \"http://127.0.0.1:" + collector.port() + "\"\n  queue: " + queue + "\n");
  }

  /// The 99th percentile in milliseconds.
  private static double load(TestGateway gateway) throws IOException {
    double[] millis = new double[REQUESTS];
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      for (int i = 0; i < REQUESTS; i++) {
        long began = System.nanoTime();
        assertThat(http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.request("chat")))
            .response()
            .status()).isEqualTo(200);
        millis[i] = (System.nanoTime() - began) / 1e6;
      }
    }
    Arrays.sort(millis);
    return millis[REQUESTS * 99 / 100];
  }

  private static double fates(TestGateway gateway) {
    return fate(gateway, "stored") + fate(gateway, "dropped") + fate(gateway, "failed");
  }

  private static double fate(TestGateway gateway, String fate) {
    return metric(gateway, "prism_side_stream_traces_total{fate=\"" + fate + "\",sink=\"otlp\"}");
  }

  private static double queued(TestGateway gateway) {
    double queued = metric(gateway, "prism_side_stream_queued{sink=\"otlp\"}");
    assertThat(queued).isBetween(0.0, QUEUE + HELD);
    return queued;
  }

  private static double metric(TestGateway gateway, String name) {
    try {
      return gateway.metrics()
          .lines()
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
