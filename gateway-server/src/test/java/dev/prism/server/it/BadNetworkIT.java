package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.FaultProxy;
import dev.prism.testing.FaultProxy.Way;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubCall;
import dev.prism.testing.StubProvider;
import dev.prism.testing.Toxic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Row R10, its second half: a bad network between the gateway and a healthy provider, each of Toxiproxy's
/// toxics on each way. What arrives whole in time is an answer, everything else a clear error in time, and the
/// next request is served.
@Tag("push")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadNetworkIT {
  private static final long TOTAL_MILLIS = 2_000;
  private static final String LONG_TEXT = "a word and another ".repeat(20);
  private StubProvider stub;
  private FaultProxy proxy;
  private TestGateway gateway;

  @BeforeAll
  void start() throws IOException {
    stub = StubProvider.scripted(BadNetworkIT::answer);
    proxy = FaultProxy.before(stub.port());
    gateway = TestGateway.start(GatewayYaml.to(proxy.port())
        .timeouts(
            "{ connect: 500ms, first-token: 500ms, first-byte: 500ms, idle: 500ms, total: 2s }"));
  }

  @AfterAll
  void stop() throws IOException {
    Await.until("nothing is in flight", TestGateway.SOON,
        () -> metrics().contains("prism_requests_in_flight 0.0"));
    gateway.close();
    proxy.close();
    stub.close();
  }

  private String metrics() {
    try {
      return gateway.metrics();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void answer(StubCall call) throws IOException {
    call.reply(Pair.streams(call)
        ? Reply.sse(Chat.says(LONG_TEXT), Chat.says(LONG_TEXT), Chat.FINISH, Chat.USAGE, Chat.DONE)
        : Reply.json(200, Chat.ANSWER.replace("Hello there", LONG_TEXT)));
  }

  /// What the client must see.
  enum Sees {
    ANSWER, ERROR
  }

  static Stream<Arguments> toxics() {
    return Stream
        .of(Arguments.of(new Toxic.Latency(Duration.ofMillis(100)), Sees.ANSWER),
            Arguments.of(new Toxic.Latency(Duration.ofMillis(1_500)), Sees.ERROR),
            Arguments.of(new Toxic.Bandwidth(20_000), Sees.ANSWER),
            Arguments.of(new Toxic.Slicer(50, Duration.ofMillis(2)), Sees.ANSWER),
            Arguments.of(new Toxic.SlowClose(Duration.ofMillis(200)), Sees.ANSWER),
            Arguments.of(new Toxic.Timeout(Duration.ofMillis(50)), Sees.ERROR),
            Arguments.of(new Toxic.Timeout(Duration.ZERO), Sees.ERROR),
            Arguments.of(new Toxic.ResetPeer(Duration.ofMillis(10)), Sees.ERROR),
            Arguments.of(new Toxic.LimitData(150), Sees.ERROR),
            Arguments.of(new Toxic.Down(), Sees.ERROR))
        .flatMap(each -> Stream.of(Way.values())
            .flatMap(way -> Stream.of(true, false)
                .map(stream -> Arguments.of(each.get()[0], way, stream, each.get()[1]))));
  }

  @ParameterizedTest(name = "{0} {1}, stream: {2}")
  @MethodSource("toxics")
  void aBadNetworkEndsInTimeAndIsNeverASuccess(Toxic toxic, Way way, boolean stream, Sees sees)
      throws IOException {
    proxy.heal();
    proxy.poison(way, toxic);
    long from = System.nanoTime();
    RawResponse response = ask(stream);
    assertThat((System.nanoTime() - from) / 1_000_000).isLessThan(TOTAL_MILLIS + 1_000);
    if (sees == Sees.ANSWER) {
      assertThat(response.status()).as("%s", response).isEqualTo(200);
      assertThat(response.text()).contains(LONG_TEXT).doesNotContain("\"error\"");
    } else {
      assertThat(response.text()).contains("\"code\":\"upstream_").doesNotContain("[DONE]");
    }
    proxy.heal();
    assertThat(ask(stream).status()).as("after it").isEqualTo(200);
  }

  @Test
  void aConnectionThatDiedInThePoolCostsNoRequest() throws IOException {
    proxy.heal();
    assertThat(ask(false).status()).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      proxy.heal();
      assertThat(ask(false).status()).isEqualTo(200);
    }
  }

  private RawResponse ask(boolean stream) throws IOException {
    try (RawHttp http = RawHttp.connect(gateway.port()).patience(Duration.ofSeconds(8))) {
      return http.send(RawHttp.request("POST", "/v1/chat/completions",
          stream ? Chat.streamRequest("chat") : Chat.request("chat"))).response();
    }
  }
}
