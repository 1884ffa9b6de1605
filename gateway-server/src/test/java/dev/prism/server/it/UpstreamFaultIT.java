package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Scorecard;
import dev.prism.testing.SharedData;
import dev.prism.testing.StubCall;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Row R10: whatever a provider does, no request hangs, nothing broken is a success, and the next request
/// is served.
@Tag("push")
class UpstreamFaultIT {
  /// What needs another server than a socket that speaks HTTP/1.1: [TimersIT] has the deaf address,
  /// [ProviderTlsIT] TLS, the name that does not resolve, and those of HTTP/2.
  private static final Set<String> ELSEWHERE = Set.of("resolve-fail", "blackhole", "tls-wrong-host",
      "tls-selfsigned", "tls-hang", "h2-rst-7", "h2-rst-2-mid", "h2-window-stall");
  private static final int ENDLESS_PIECES = 1_100;

  @Test
  void everyFaultEndsInTimeAndNoneIsASuccess() throws IOException {
    List<JsonNode> faults = SharedData
        .lines("data/reliability/http1/upstream-fault-responses.jsonl")
        .stream()
        .filter(fault -> !ELSEWHERE.contains(fault.path("action").asString("")))
        .toList();
    assumeTrue(!faults.isEmpty(), "skipped: the faults are not on this machine");
    List<String> wrong = new ArrayList<>();
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port())
            .timeouts("{ connect: 1s, first-token: 700ms, idle: 700ms, total: 3s }"))) {
      for (JsonNode fault : faults) {
        String id = fault.path("id").asString();
        prepare(fault, stub);
        String problem = problem(fault, gateway);
        if (!problem.isEmpty()) {
          wrong.add(id + ": " + problem);
        }
        stub.answer(Chat.answer());
        assertThat(gateway.chat("chat").status()).as("after %s", id).isEqualTo(200);
      }
      assertThat(gateway.metrics()).contains("prism_faults_total 0.0");
      Await.until("nothing is in flight", TestGateway.SOON,
          () -> metrics(gateway).contains("prism_requests_in_flight 0.0"));
    }
    Scorecard.write("R10",
        "%d faults, %d with another outcome, 0 hung".formatted(faults.size(), wrong.size()),
        "0 hung, every case its outcome", wrong.isEmpty());
    assertThat(wrong).isEmpty();
  }

  @Test
  void aProvidersTrailersAreDropped() throws IOException {
    try (StubProvider stub = StubProvider.scripted(call -> {
      call.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
          + "transfer-encoding: chunked\r\n\r\n");
      call.chunk(
          "data: " + Chat.says("Hello") + "\n\ndata: " + Chat.FINISH + "\n\ndata: [DONE]\n\n");
      call.send("0\r\nset-cookie: a=b\r\nx-evil: leak\r\n\r\n");
    }); TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      RawResponse response = gateway.stream("chat", new Header("te", "trailers"));
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).contains("[DONE]");
      assertThat(response.toString() + response.trailers()).doesNotContain("a=b", "leak");
    }
  }

  /// A pooled connection that is closed behind a whole response fails the request that takes it next.
  @Test
  void anErrorEventEndsItsStreamAndNotTheConnection() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.unfinished());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()));
        RawHttp http = RawHttp.connect(gateway.port())) {
      String request = RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("chat"));
      RawResponse broken = http.send(request).response();
      assertThat(broken.text()).contains("upstream_error").doesNotContain("[DONE]");
      stub.answer(Chat.stream());
      assertThat(http.send(request).response().text()).contains("[DONE]");
    }
  }

  private static String metrics(TestGateway gateway) {
    try {
      return gateway.metrics();
    } catch (IOException failed) {
      return String.valueOf(failed.getMessage());
    }
  }

  private static void prepare(JsonNode fault, StubProvider stub) throws IOException {
    switch (fault.path("action").asString("")) {
      case "send-on-idle" -> {
        stub.sendOnIdle(Base64.getDecoder().decode(fault.path("raw_b64").asString("")));
        Await.until("the connection is closed", TestGateway.SOON,
            () -> stub.openConnections() == 0);
      }
      case "close-on-second-request" -> {
        int kept = stub.requests().getLast().connection();
        stub.script(call -> {
          if (call.request().connection() == kept) {
            call.close();
          } else {
            call.reply(Chat.answer());
          }
        });
      }
      default -> stub.script(call -> play(fault, call));
    }
  }

  private static void play(JsonNode fault, StubCall call) throws IOException {
    byte[] raw = Base64.getDecoder().decode(fault.path("raw_b64").asString(""));
    String action = fault.path("action").asString("");
    if (action.equals("drip-1s")) {
      for (byte b : raw) {
        call.send(new byte[]{b});
        call.pause(Duration.ofMillis(50));
      }
      return;
    }
    call.send(raw);
    switch (fault.path("gen").asString("")) {
      case "drip" -> drip(call, "d", Duration.ofMillis(100));
      case "ping" -> drip(call, ": ping\n\n", Duration.ofMillis(100));
      case "" -> {
      }
      default -> {
        for (int i = 0; i < ENDLESS_PIECES; i++) {
          call.send("a".repeat(64 * 1024));
        }
      }
    }
    switch (action) {
      case "hang" -> call.hang();
      case "rst" -> call.reset();
      default -> call.close();
    }
  }

  private static void drip(StubCall call, String drop, Duration pause) throws IOException {
    while (call.pause(pause)) {
      call.send(drop);
    }
  }

  /// Asks as a stream where the fault is one in a stream.
  private static String problem(JsonNode fault, TestGateway gateway) throws IOException {
    String head = new String(Base64.getDecoder().decode(fault.path("raw_b64").asString("")),
        StandardCharsets.ISO_8859_1);
    boolean stream = head.contains("event-stream")
        && !fault.path("id").asString().equals("sse-as-json");
    RawResponse response;
    try (RawHttp http = RawHttp.connect(gateway.port()).patience(Duration.ofSeconds(8))) {
      http.send(RawHttp.request("POST", "/v1/chat/completions",
          stream ? Chat.streamRequest("chat") : Chat.request("chat")));
      response = http.response();
    } catch (IOException hung) {
      return "no answer: " + hung.getMessage();
    }
    if (response.headers()
        .stream()
        .anyMatch(header -> header.value().contains("leak") || header.is("set-cookie")
            || header.value().contains("text/html"))) {
      return "a header came through: " + response;
    }
    String expected = fault.path("expect").asString();
    if (stream && expected.equals("200") && !head.contains("data:")) {
      return emptyStream(response, gateway);
    }
    return isExpected(expected, response) ? "" : "wanted " + expected + ", got " + response;
  }

  /// A stream in which nothing is said is a good reply of HTTP, and passes raw; an answer to a chat it is not.
  private static String emptyStream(RawResponse chat, TestGateway gateway) throws IOException {
    RawResponse raw = gateway.post("/up/v1/anything", "{\"stream\":true}");
    boolean clean = !(raw.toString() + raw.trailers()).contains("a=b");
    return raw.status() == 200 && clean && isExpected("502", chat)
        ? ""
        : "raw: " + raw + ", as a chat: " + chat;
  }

  private static boolean isExpected(String expected, RawResponse response) {
    int status = response.status();
    boolean error = response.text().contains("\"error\"");
    boolean broken = status == 200 && error && !response.text().contains("[DONE]");
    boolean good = status == 200 && !error;
    return switch (expected) {
      case "200", "discard", "retry-once" -> good;
      case "502" -> status == 502 || broken;
      case "504" -> status == 504 || broken;
      case "error-event" -> broken || status == 502 || status == 504;
      case "deadline" -> (broken || status == 504) && response.text().contains("upstream_timeout");
      case "502-or-error-event" -> status == 502 || broken;
      case "502-or-200", "200-or-502" -> status == 502 || good;
      case "502-or-204+close" -> status == 502 || status == 204;
      case "502-or-json" ->
        status == 502 || (good && response.header("content-type").orElse("").contains("json"));
      case "504-or-200" -> status == 504 || good;
      case "retry-or-429" -> status == 429 || good;
      case "retry-or-503" -> status == 503 || good;
      default ->
        throw new IllegalStateException("an outcome that the test does not know: " + expected);
    };
  }
}
