package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectMapper;

/// What is wrong with a request is said in the client's dialect; nothing of it reaches a provider, and
/// the connection lives on where HTTP allows.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final String PATH = "/v1/chat/completions";
  private final StubProvider stub = StubProvider.answering(Chat.answer());
  private final TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port())
      .server(", max-body: 64KiB")
      .tenants(
          "  acme: { keys: [\"sha256:" + Keys.hash("sk-prism-good") + "\"], routes: [chat] }\n"));
  private final Header key = new Header("authorization", "Bearer sk-prism-good");

  @BeforeEach
  void forget() {
    stub.forget();
  }

  @AfterAll
  void stop() {
    gateway.close();
    stub.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "\"x\"", "nul", "{\"model\":\"chat\"}",
      "{\"model\":1,\"messages\":[]}", "{\"model\":[\"chat\"],\"messages\":[]}",
      "{\"model\":\"\",\"messages\":[]}", "{\"model\":\"chat\",\"messages\":\"hi\"}",
      "{\"model\":\"chat\",\"messages\":[\"hi\"]}", "{\"model\":\"chat\",\"messages\":[{}]}",
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream\":\"yes\"}",
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream_options\":1}",
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":-1}",
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":1e99}",
      "{\"model\":\"chat\",\"model\":\"chat\",\"messages\":[]}",
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"content\":\"b\"}]}",
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}{}",
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"\\x\"}]}"})
  void aBadBodyIsTheClientsFaultAndTheConnectionLives(String body) throws IOException {
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      http.send("POST " + PATH + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sk-prism-good\r\n"
          + "content-type: application/json\r\ncontent-length: " + bytes.length + "\r\n\r\n")
          .send(bytes);
      RawResponse refused = http.response();
      assertRefused(refused, 400, "invalid_request_error");
      assertThat(
          http.send(RawHttp.request("POST", PATH, Chat.request("chat"), key)).response().status())
          .isEqualTo(200);
      assertThat(stub.requests()).hasSize(1);
    }
  }

  @Test
  void badUtf8AndDeepNestingAreRefused() throws IOException {
    String deep = "{\"model\":\"chat\",\"messages\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
    assertRefused(gateway.post(PATH, deep, key), 400, "invalid_request_error");
    byte[] latin = Chat.request("chat")
        .replace("canary", "caf\u00e9")
        .getBytes(StandardCharsets.ISO_8859_1);
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      http.send("POST " + PATH + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sk-prism-good\r\n"
          + "content-type: application/json\r\ncontent-length: " + latin.length + "\r\n\r\n")
          .send(latin);
      assertRefused(http.response(), 400, "invalid_request_error");
    }
    assertThat(stub.requests()).isEmpty();
  }

  @Test
  void anUnknownRouteIsNotFound() throws IOException {
    try (StubProvider other = StubProvider.answering(Chat.answer());
        TestGateway open = TestGateway.start(GatewayYaml.to(other.port()))) {
      assertRefused(open.chat("no-such-route"), 404, "model_not_found");
      assertRefused(open.chat("nobody/gpt-5"), 404, "model_not_found");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void keysAndRoutesAreChecked() throws IOException {
    assertRefused(gateway.chat("chat"), 401, "invalid_api_key");
    assertRefused(gateway.chat("chat", new Header("authorization", "Bearer sk-prism-bad")), 401,
        "invalid_api_key");
    assertRefused(gateway.chat("chat", new Header("x-api-key", "")), 401, "invalid_api_key");
    assertRefused(gateway.chat("other", key), 403, "permission_denied");
    assertThat(gateway.chat("chat", new Header("x-api-key", "sk-prism-good")).status())
        .isEqualTo(200);
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void aBodyOverTheLimitIsRefusedWithoutBeingRead() throws IOException {
    String large = Chat.request("chat").replace("canary", "c".repeat(70_000));
    assertRefused(gateway.post(PATH, large, key), 413, "request_too_large");
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      http.send("POST " + PATH + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sk-prism-good\r\n"
          + "content-length: 5000000000\r\nexpect: 100-continue\r\n\r\n");
      assertRefused(http.response(), 413, "request_too_large");
    }
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      http.send("POST " + PATH + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sk-prism-good\r\n"
          + "transfer-encoding: chunked\r\n\r\n11170\r\n" + "a".repeat(0x11170) + "\r\n0\r\n\r\n");
      assertRefused(http.response(), 413, "request_too_large");
    }
    assertThat(stub.requests()).isEmpty();
  }

  @Test
  void otherMethodsEncodingsAndExpectationsAreRefused() throws IOException {
    assertThat(RawHttp.get(gateway.port(), PATH, key).status()).isEqualTo(405);
    assertThat(gateway.chat("chat", key, new Header("content-encoding", "gzip")).status())
        .isEqualTo(415);
    assertThat(gateway.chat("chat", key, new Header("expect", "miracle")).status()).isEqualTo(417);
    assertThat(gateway.post("/v1/unknown", "{}", key).status()).isEqualTo(404);
    assertThat(stub.requests()).isEmpty();
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      String good = RawHttp.request("POST", PATH, Chat.request("chat"), key);
      String bad = RawHttp.request("POST", PATH, "{", key);
      http.send(good + bad + good + RawHttp.request("GET", "/v1/models", "", key) + good);
      List<Integer> statuses = List.of(http.response().status(), http.response().status(),
          http.response().status(), http.response().status(), http.response().status());
      assertThat(statuses).containsExactly(200, 400, 200, 200, 200);
    }
  }

  @Test
  void theLogKeepsSecretsAndPromptsToItself() throws IOException {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    root.addAppender(seen);
    try {
      gateway.chat("chat", key);
      gateway.chat("chat", new Header("authorization", "Bearer sk-prism-canary-1"));
      gateway.post(PATH, "{\"model\":\"sk-prism-canary-2\"", key);
      stub.answer(Reply.nothing(Reply.Ending.CLOSE));
      gateway.chat("chat", key);
      stub.answer(Chat.answer());
    } finally {
      root.detachAppender(seen);
    }
    assertThat(seen.list).extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains("canary") || line.contains("sk-prism")
            || line.contains(GatewayYaml.PROVIDER_KEY));
  }

  private static void assertRefused(RawResponse response, int status, String code) {
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    assertThat(new ObjectMapper().readTree(response.text()).path("error").path("code").asString())
        .isEqualTo(code);
    assertThat(response.header("x-prism-request-id")).isPresent();
  }
}
