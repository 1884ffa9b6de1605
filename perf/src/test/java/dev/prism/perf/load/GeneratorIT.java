package dev.prism.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.perf.mock.Behaviour;
import dev.prism.perf.mock.MockUpstream;
import dev.prism.perf.pass.Forwarder;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Every kind of load, through a proxy, over the wire.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratorIT {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration DELAY = Duration.ofMillis(20);
  private final Generator generator = new Generator();
  private MockUpstream mock;
  private Forwarder forwarder;
  private Destination destination;

  @BeforeAll
  void start() throws InterruptedException, IOException {
    mock = new MockUpstream(0);
    int port = freePort();
    forwarder = new Forwarder(port, mock.port());
    destination = new Destination(port, "/v1/chat/completions",
        Map.of("authorization", "Bearer k"));
  }

  @AfterAll
  void stop() {
    generator.close();
    forwarder.close();
    mock.close();
  }

  @Test
  void closedLoopCountsWholeReplies() throws InterruptedException {
    mock.behave(Behaviour.INSTANT);
    LoadReport report = run(new Load.Closed(4, 16 * 1024, false, SHORT, SHORT));
    assertThat(report.failures()).as(report.problem()).isZero();
    assertThat(report.requests()).isPositive();
    assertThat(report.latency().p50()).isPositive();
  }

  @Test
  void openLoopSendsAtItsRateAndLatencyHoldsTheDelay() throws InterruptedException {
    mock.behave(new Behaviour.Reply(DELAY));
    LoadReport report = run(new Load.Open(100, 16, 1024, false, SHORT, Duration.ofMillis(500)));
    assertThat(report.failures()).as(report.problem()).isZero();
    assertThat(report.requests()).isBetween(45L, 55L);
    assertThat(report.latency().p50()).isGreaterThanOrEqualTo(DELAY.toMillis() * 1000.0);
  }

  /// One connection serves 50 requests a second where 200 are due: the wait in line is latency.
  @Test
  void requestsThatFindNoConnectionWaitAndTheirWaitCounts() throws InterruptedException {
    mock.behave(new Behaviour.Reply(DELAY));
    LoadReport report = run(new Load.Open(200, 1, 1024, false, SHORT, Duration.ofMillis(500)));
    assertThat(report.latency().p50()).isGreaterThan(5 * DELAY.toMillis() * 1000.0);
  }

  @Test
  void streamsAreReadEventByEvent() throws InterruptedException {
    mock.behave(new Behaviour.Stream(Duration.ZERO, 10, Duration.ofMillis(2)));
    LoadReport report = run(new Load.Closed(4, 1024, true, SHORT, SHORT));
    assertThat(report.failures()).as(report.problem()).isZero();
    assertThat(report.events()).isGreaterThanOrEqualTo(report.requests() * 5);
    assertThat(report.gap().p50()).isPositive();
  }

  @Test
  void heldStreamsAreAllWholeAndTheirDelayIsMeasured() throws InterruptedException {
    mock.behave(new Behaviour.Stream(Duration.ZERO, 12, Duration.ofMillis(100)));
    LoadReport report = run(new Load.Held(50, 1000, 2));
    assertThat(report.failures()).as(report.problem()).isZero();
    assertThat(report.requests()).isEqualTo(50);
    assertThat(report.latency().p50()).isPositive();
  }

  @Test
  void burstIsAnsweredOnEveryConnection() throws InterruptedException {
    mock.behave(new Behaviour.Reply(DELAY));
    LoadReport report = run(new Load.Burst(50, 150 * 1024, Duration.ofSeconds(20)));
    assertThat(report.failures()).as(report.problem()).isZero();
    assertThat(report.requests()).isEqualTo(50);
  }

  @Test
  void portWhereNobodyListensIsAFailureNotAnEmptySuccess()
      throws InterruptedException, IOException {
    LoadReport report = generator.run(new Load.Closed(2, 1024, false, Duration.ZERO, SHORT),
        new Destination(freePort(), "/", Map.of()), Meter.NONE);
    assertThat(report.requests()).isZero();
    assertThat(report.failures()).isPositive();
    assertThat(report.problem()).contains("refused");
  }

  private LoadReport run(Load load) throws InterruptedException {
    return generator.run(load, destination, Meter.NONE);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
