package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The configuration is replaced whole or not at all, while requests go on.
class ReloadIT {
  private static final String TARGETS = "{ stable: { provider: up, model: gpt-4o-mini } }";

  private static GatewayYaml more(StubProvider stub) {
    return GatewayYaml.to(stub.port()).route("more", TARGETS, "{ primary: stable }");
  }

  @Test
  void aChangedFileIsInForceByItself() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      assertThat(gateway.chat("more").status()).isEqualTo(404);
      gateway.rewrite(more(stub));
      Await.until("the new route serves", TestGateway.SOON, () -> serves(gateway, "more"));
    }
  }

  @Test
  void aReloadByTheAdminPlaneIsInForceWhenItIsAnswered() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      // Until its store is open the gateway serves revision 0, whatever is in it.
      Await.until("the first revision is stored", TestGateway.SOON, () -> revision(gateway) > 0);
      long before = revision(gateway);
      gateway.rewrite(more(stub));
      assertThat(reload(gateway).status()).isEqualTo(200);
      assertThat(gateway.chat("more").status()).isEqualTo(200);
      assertThat(revision(gateway)).isGreaterThan(before);
    }
  }

  @Test
  void aBadFileChangesNothingAndSaysWhy() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      for (String bad : new String[]{"routes: [", "rotues: {}",
          GatewayYaml.to(stub.port())
              .route("broken", TARGETS, "{ primary: nobody }")
              .text(Path.of("/nonexistent"))}) {
        gateway.rewrite(bad);
        RawResponse refused = reload(gateway);
        assertThat(refused.status()).as(bad).isBetween(400, 499);
        assertThat(refused.text()).as(bad).contains("prism.yaml:");
        assertThat(gateway.chat("chat").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aReloadThatRoutingRefusesLeavesTheProvidersAlive() throws IOException {
    String stable = "stable: { provider: sim, model: sim-small }";
    GatewayYaml both = GatewayYaml.empty()
        .provider("sim", "{ adapter: simulated, simulated: { first-token: 0ms, per-token: 0ms } }")
        .route("demo", "{ " + stable + ", candidate: { provider: sim, model: sim-large } }",
            "{ primary: stable }");
    try (TestGateway gateway = TestGateway.start(both)) {
      gateway.flip("demo", "{\"target\": \"candidate\"}", "");
      gateway.rewrite(GatewayYaml.empty()
          .provider("sim",
              "{ adapter: simulated, simulated: { first-token: 5ms, per-token: 0ms } }")
          .route("demo", "{ " + stable + " }", "{ primary: stable }"));

      RawResponse refused = reload(gateway);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.text()).contains("flip-");
      RawResponse served = gateway.chat("demo");
      assertThat(served.status()).isEqualTo(200);
      assertThat(served.header("x-prism-target")).contains("candidate");
      assertThat(served.header("x-prism-fallback-used")).contains("true");
    }
  }

  @Test
  void aStreamInFlightKeepsWhatItBeganWith() throws Exception {
    CountDownLatch reloaded = new CountDownLatch(1);
    try (StubProvider stub = StubProvider.scripted(call -> {
      call.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
          + "transfer-encoding: chunked\r\n\r\n");
      call.chunk("data: " + Chat.says("one") + "\n\n");
      await(reloaded);
      call.chunk("data: " + Chat.FINISH + "\n\ndata: [DONE]\n\n");
      call.send("0\r\n\r\n");
    });
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()));
        RawHttp http = RawHttp.connect(gateway.port())) {
      http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("chat")));
      http.readUntil("one");
      gateway.rewrite(GatewayYaml.empty()
          .provider("up", GatewayYaml.openAi(stub.port()))
          .route("other", "{ a: { provider: up, model: m } }", "{ primary: a }"));
      assertThat(reload(gateway).status()).isEqualTo(200);
      assertThat(gateway.chat("chat").status()).isEqualTo(404);
      reloaded.countDown();
      assertThat(http.readUntil("[DONE]")).contains("\"finish_reason\":\"stop\"");
    }
  }

  private static long revision(TestGateway gateway) {
    try {
      return Long.parseLong(gateway.chat("chat").header("x-prism-revision").orElse("-1"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static RawResponse reload(TestGateway gateway) throws IOException {
    try (RawHttp http = RawHttp.connect(gateway.adminPort())) {
      http.send(RawHttp.request("POST", "/api/reload", "", new Header("content-length", "0")));
      return http.response();
    }
  }

  private static boolean serves(TestGateway gateway, String route) {
    try {
      return gateway.chat(route).status() == 200;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
