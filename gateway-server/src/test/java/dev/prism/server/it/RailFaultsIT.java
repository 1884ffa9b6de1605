package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A scanner that breaks, hangs or is slow counts as its rail says, and never stops anything else.
@Tag("push")
class RailFaultsIT extends BeforeStub {
  private static final List<String> STAGES = List.of("input", "retrieval", "output");
  /// Behind the prompt, so that a retrieval rail has something to look at.
  private static final String TOOL = """
      },{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function",\
      "function":{"name":"f","arguments":"{}"}}]},\
      {"role":"tool","tool_call_id":"c","content":"a result"}]}""";

  RailFaultsIT() {
    super(RailFaultsIT::yaml);
  }

  private static GatewayYaml yaml(StubProvider stub) {
    GatewayYaml yaml = GatewayYaml.to(stub.port());
    for (String stage : STAGES) {
      for (String how : List.of("throw", "hang", "slow", "find")) {
        for (String onError : List.of("block", "allow")) {
          String name = stage + "-" + how + "-" + onError;
          yaml.rail(name,
              "{ on: %s, scanners: [ { fault: { how: %s } }, pii ], on-error: %s, timeout: 400ms }"
                  .formatted(stage, how, onError))
              .route(name, "{ stable: { provider: up, model: m } }", "{ primary: stable }")
              .routeWith(name, "rails: [" + name + "]");
        }
      }
    }
    return yaml;
  }

  private RawResponse chat(String route) throws IOException {
    return ask(route, Chat.request(route));
  }

  private RawResponse stream(String route) throws IOException {
    return ask(route, Chat.streamRequest(route));
  }

  private RawResponse ask(String route, String body) throws IOException {
    return gateway.post("/v1/chat/completions",
        route.startsWith("retrieval") ? body.replace("}]}", TOOL) : body);
  }

  @Test
  void aFailureBlocksAClosedRail() throws IOException {
    int unguarded = 0;
    int replies = 0;
    for (String stage : STAGES) {
      for (String how : List.of("throw", "hang")) {
        stub.answer(Chat.answer());
        RawResponse whole = chat(stage + "-" + how + "-block");
        stub.answer(Chat.stream());
        RawResponse stream = stream(stage + "-" + how + "-block");
        for (RawResponse response : List.of(whole, stream)) {
          replies++;
          unguarded += response.text().contains("Hello") ? 1 : 0;
          assertThat(response.status()).as("%s %s", stage, how).isEqualTo(403);
          assertThat(response.text()).contains("content_blocked").doesNotContain("Hello");
          assertThat(response.header("x-prism-guardrail").orElse("")).contains("fault/block");
        }
        assertThat(gateway.traceOf(whole).path("rails").toString())
            .contains(how.equals("throw") ? "\"error\"" : "\"timeout\"");
      }
    }
    Scorecard.write("R29",
        "%d replies, whole and streamed, past a guard that throws or hangs: %d let through"
            .formatted(replies, unguarded),
        "0 unguarded bytes after a guard failed where the policy is closed",
        replies > 0 && unguarded == 0);
  }

  @Test
  void aFailureIsRecordedWhereTheRailIsOpen() throws IOException {
    for (String stage : STAGES) {
      for (String how : List.of("throw", "hang")) {
        stub.answer(Chat.answer());
        RawResponse whole = chat(stage + "-" + how + "-allow");
        stub.answer(Chat.stream());
        RawResponse stream = stream(stage + "-" + how + "-allow");
        for (RawResponse response : List.of(whole, stream)) {
          assertThat(response.status()).as("%s %s", stage, how).isEqualTo(200);
          assertThat(response.header("x-prism-guardrail").orElse(""))
              .contains(stage + "/fault/fail_open");
        }
        assertThat(Streams.text(stream)).isEqualTo("Hello there");
        assertThat(gateway.traceOf(stream).path("rails").toString()).contains("fail_open");
      }
    }
  }

  @Test
  void aFailureOfOneScannerDoesNotHideWhatAnotherFinds() throws IOException {
    for (String how : List.of("throw", "hang")) {
      RawResponse response = gateway.post("/v1/chat/completions",
          Chat.request("input-" + how + "-allow").replace(Chat.PROMPT, "card 4111 1111 1111 1111"));
      assertThat(response.status()).isEqualTo(403);
      assertThat(response.text()).contains("scanner pii");
    }
    assertThat(stub.requests()).isEmpty();
  }

  @Test
  void aSlowScannerIsWaitedFor() throws IOException {
    for (String stage : STAGES) {
      stub.answer(Chat.answer());
      assertThat(chat(stage + "-slow-block").status()).isEqualTo(200);
      stub.answer(Chat.stream());
      RawResponse stream = stream(stage + "-slow-block");
      assertThat(Streams.text(stream)).isEqualTo("Hello there");
      assertThat(stream.header("x-prism-guardrail-triggered")).contains("false");
    }
  }

  @Test
  void aScannerOffTheLoopStillFindsInAStream() throws IOException {
    stub.answer(Reply.sse(Chat.says("a mar"), Chat.says("ked word"), Chat.FINISH, Chat.DONE));
    RawResponse response = gateway.stream("output-find-block");
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.text()).doesNotContain("a mar");
  }

  @Test
  void whoLeavesWhileItIsScannedLeavesNothingBehind() throws Exception {
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.request("input-hang-allow")));
    }
    gateway.awaitTraces(1);
    Await.until("nothing is in flight", TestGateway.SOON, () -> {
      try {
        return gateway.metrics().contains("prism_requests_in_flight 0");
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    });
  }
}
