package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A tenant's limits hold, are announced, and are nobody else's.
class TenantLimitsIT {
  private static final String TENANTS = """
        few:    { keys: ["sha256:%s"], limits: { requests-per-minute: 3 } }
        tokens: { keys: ["sha256:%s"], limits: { tokens-per-minute: 200 } }
        budget: { keys: ["sha256:%s"], limits: { usd-per-month: 0.000001 } }
        narrow: { keys: ["sha256:%s"], routes: [other] }
        free:   { keys: ["sha256:%s"] }
      """.formatted(Keys.hash("few"), Keys.hash("tokens"), Keys.hash("budget"), Keys.hash("narrow"),
      Keys.hash("free"));

  private static TestGateway gateway(StubProvider stub) {
    return TestGateway.start(GatewayYaml.to(stub.port())
        .route("other", "{ stable: { provider: up, model: gpt-4o-mini } }", "{ primary: stable }")
        .tenants(TENANTS));
  }

  @Test
  void requestsPerMinute() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub)) {
      for (int left = 2; left >= 0; left--) {
        RawResponse response = gateway.chat("chat", key("few"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("x-ratelimit-limit-requests")).contains("3");
        assertThat(response.header("x-ratelimit-remaining-requests"))
            .contains(Integer.toString(left));
        assertThat(response.header("x-ratelimit-reset-requests")).isPresent();
      }
      RawResponse limited = gateway.chat("chat", key("few"));
      assertThat(limited.status()).isEqualTo(429);
      assertThat(limited.text()).contains("\"code\":\"rate_limit_exceeded\"");
      assertThat(Integer.parseInt(limited.header("retry-after").orElse("0"))).isBetween(1, 60);
      assertThat(limited.header("x-ratelimit-remaining-requests")).contains("0");
      assertThat(gateway.traceOf(limited).path("blame").asString()).isEqualTo("policy");
      assertThat(gateway.chat("chat", key("free")).status()).isEqualTo(200);
      assertThat(stub.requests()).hasSize(4);
    }
  }

  @Test
  void manyAtOnceCannotPassTheLimitTogether() throws Exception {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub)) {
      AtomicInteger served = new AtomicInteger();
      Thread[] callers = new Thread[20];
      for (int i = 0; i < callers.length; i++) {
        callers[i] = Thread.ofVirtual().start(() -> {
          try {
            if (gateway.chat("chat", key("few")).status() == 200) {
              served.incrementAndGet();
            }
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        });
      }
      for (Thread caller : callers) {
        caller.join(TestGateway.SOON);
      }
      assertThat(served).hasValue(3);
      assertThat(stub.requests()).hasSize(3);
    }
  }

  @Test
  void tokensPerMinuteAreReservedThenSettled() throws IOException {
    String body = Chat.request("chat").replace("\"messages\"", "\"max_tokens\":50,\"messages\"");
    String request = RawHttp.request("POST", "/v1/chat/completions", body, key("tokens"));
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub);
        RawHttp http = RawHttp.connect(gateway.port())) {
      RawResponse last = http.send(request).response();
      assertThat(last.status()).isEqualTo(200);
      assertThat(last.header("x-ratelimit-limit-tokens")).contains("200");
      int served = 0;
      while (served < 30 && last.status() == 200) {
        served++;
        last = http.send(request).response();
      }
      assertThat(last.status()).isEqualTo(429);
      assertThat(last.text()).contains("rate_limit_exceeded").contains("tokens");
      // Each call is settled with the twelve tokens that the provider counted, and about seventy of the
      // 200 must be free for another: some ten fit, where reservations alone would let two pass.
      assertThat(served).isBetween(8, 16);
    }
  }

  @Test
  void aBudgetThatIsUsedUpRefuses() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub)) {
      RawResponse first = gateway.chat("chat", key("budget"));
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.header("x-prism-cost")).isPresent();
      Await.until("the budget is used up", TestGateway.SOON,
          () -> status(gateway, "budget") == 429);
      assertThat(gateway.chat("chat", key("budget")).text())
          .contains("\"code\":\"budget_exceeded\"");
    }
  }

  /// Whoever leaves before the provider has said what it used has used it all the same.
  @Test
  void anAnswerThatItsClientLeftCountsForTheBudget() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.unfinished().ending(Reply.Ending.HANG));
        TestGateway gateway = gateway(stub)) {
      try (RawHttp http = RawHttp.connect(gateway.port())) {
        http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("chat"),
            key("budget")));
        http.readUntil(" there");
      }
      JsonNode attempt = gateway.awaitTraces(1).getFirst().path("attempts").path(0);
      assertThat(attempt.path("result").asString()).isEqualTo("cancelled");
      assertThat(attempt.path("estimated").asBoolean()).isTrue();
      assertThat(attempt.path("usage").path("output").asInt()).as("of eleven letters").isEqualTo(3);
      stub.answer(Chat.answer());
      Await.until("the budget is used up", TestGateway.SOON,
          () -> status(gateway, "budget") == 429);
    }
  }

  @Test
  void routesAndModelsAreThoseOfTheTenant() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub)) {
      RawResponse refused = gateway.chat("chat", key("narrow"));
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text()).contains("\"code\":\"permission_denied\"");
      assertThat(gateway.chat("up/gpt-4o-mini", key("narrow")).status()).isEqualTo(403);
      assertThat(RawHttp.get(gateway.port(), "/v1/models", key("narrow")).text())
          .doesNotContain("\"chat\"");
      assertThat(RawHttp.get(gateway.port(), "/v1/models/chat", key("narrow")).status())
          .isEqualTo(404);
      assertThat(RawHttp.get(gateway.port(), "/v1/models", key("free")).text())
          .contains("\"chat\"");
      assertThat(stub.requests()).isEmpty();
    }
  }

  private static int status(TestGateway gateway, String tenant) {
    try {
      return gateway.chat("chat", key(tenant)).status();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Header key(String key) {
    return new Header("authorization", "Bearer " + key);
  }
}
