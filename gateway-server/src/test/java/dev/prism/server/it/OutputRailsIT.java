package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// No byte of what an output rail holds back reaches a client, in one piece or in many.
class OutputRailsIT extends BeforeStub {
  private static final String SECRET = "ghp_0123456789abcdefABCDEF0123456789abcd";
  private static final String TWO = "{ a: { provider: up, model: a }, b: { provider: up, model: b } }";

  OutputRailsIT() {
    super(stub -> GatewayYaml.to(stub.port())
        .rail("closed", "{ on: output, scanners: [secrets, pii, leakage] }")
        .rail("mask", "{ on: output, scanners: [secrets, pii], action: redact }")
        .rail("note", "{ on: output, scanners: [secrets], action: flag }")
        .rail("both", "{ on: output, scanners: [secrets, pii], aggregate: all, veto: false }")
        .rail("held", "{ on: output, scanners: [secrets], hold: true }")
        .guarded("closed", "closed")
        .guarded("masked", "mask")
        .guarded("noted", "note")
        .guarded("both", "both")
        .guarded("held", "held")
        .route("next", TWO, "{ fallback: [a, b] }")
        .routeWith("next", "rails: [closed]")
        .routeWith("next", "fallback-on-block: true"));
  }

  private static Reply whole(String text) {
    return Reply.json(200, Chat.ANSWER.replace("Hello there", text));
  }

  private static Reply stream(String... pieces) {
    List<String> payloads = new ArrayList<>();
    for (String piece : pieces) {
      payloads.add(Chat.says(piece));
    }
    payloads.addAll(List.of(Chat.FINISH, Chat.USAGE, Chat.DONE));
    return Reply.sse(payloads.toArray(String[]::new));
  }

  @Test
  void aWholeReplyIsBlocked() throws IOException {
    stub.answer(whole("use " + SECRET));
    RawResponse response = gateway.chat("closed");

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.text()).contains("content_blocked").doesNotContain("ghp_");
    assertThat(response.header("x-prism-guardrail")).contains("output/secrets/block");
    assertThat(gateway.traceOf(response).toString()).doesNotContain("ghp_");
  }

  @Test
  void aWholeReplyIsRedacted() throws IOException {
    stub.answer(whole("use " + SECRET + " ok"));
    RawResponse response = gateway.chat("masked");

    assertThat(response.text())
        .isEqualTo(Chat.ANSWER.replace("Hello there", "use [GITHUB_TOKEN_1] ok"));
    assertThat(response.header("x-prism-guardrail")).contains("output/secrets/redact");
    assertThat(gateway.traceOf(response).path("response").asString())
        .contains("use [GITHUB_TOKEN_1] ok");
  }

  @Test
  void aFlaggedReplyPasses() throws IOException {
    stub.answer(whole("use " + SECRET));
    RawResponse response = gateway.chat("noted");
    assertThat(response.text()).contains(SECRET);
    assertThat(response.header("x-prism-guardrail")).contains("output/secrets/flag");
  }

  @Test
  void noSplitOfAStreamLetsAnyOfASecretOut() throws IOException {
    String text = "use " + SECRET + " for it";
    for (int cut = 1; cut < text.length(); cut++) {
      stub.answer(stream(text.substring(0, cut), text.substring(cut)));
      RawResponse masked = gateway.stream("masked");
      assertThat(Streams.text(masked)).as("cut at %d", cut)
          .isEqualTo("use [GITHUB_TOKEN_1] for it");
      assertThat(masked.text()).contains("[DONE]");
      RawResponse closed = gateway.stream("closed");
      assertThat(closed.text()).as("cut at %d", cut)
          .contains("content_blocked")
          .doesNotContain("ghp")
          .doesNotContain("[DONE]")
          .doesNotContain("\"finish_reason\":\"stop\"");
    }
  }

  @Test
  void aBlockEndsTheUpstreamCall() throws IOException {
    stub.answer(
        Reply
            .sse(Chat.says("fine words. "), Chat.says("then " + SECRET), Chat.says(" and"),
                Chat.says(" more"))
            .ending(Reply.Ending.HANG));
    RawResponse response = gateway.stream("closed");

    assertThat(response.status()).isEqualTo(200);
    assertThat(Streams.text(response)).isEqualTo("fine words. ");
    assertThat(response.text()).contains("content_blocked");
    ReceivedRequest request = stub.requests().getFirst();
    assertThat(request.awaitClosedByPeer(TestGateway.SOON)).isNotNegative();
    assertThat(gateway.traceOf(response).path("error").asString()).isEqualTo("content_blocked");
  }

  @Test
  void anHonestStreamKeepsItsBytes() throws IOException {
    stub.answer(stream("In 2024 the", " API returned", " 404 for /v1/items", ", twice."));
    RawResponse plain = gateway.stream("chat");
    RawResponse guarded = gateway.stream("closed");
    assertThat(guarded.text()).isEqualTo(plain.text());
    assertThat(guarded.header("x-prism-guardrail-triggered")).contains("false");
  }

  @Test
  void choicesToolsAndLogprobsAreGuardedEach() throws IOException {
    String half = SECRET.substring(0, 15);
    String rest = SECRET.substring(15);
    stub.answer(Reply.sse(choice(0, "{\"content\":\"use " + half + "\"}"),
        choice(1, "{\"content\":\"all is well \"}"),
        choice(0, "{\"content\":\"" + rest + " ok\"}").replace("\"finish_reason\"",
            "\"logprobs\":{\"content\":[{\"token\":\"" + rest + "\"}]},\"finish_reason\""),
        choice(1,
            "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}"),
        choice(1,
            "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"key\\\":\\\"" + half
                + "\"}}]}"),
        choice(1,
            "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"" + rest + "\\\"}\"}}]}"),
        "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}", Chat.DONE));
    RawResponse response = gateway.stream("masked");

    assertThat(response.text()).doesNotContain(half).doesNotContain(rest).contains("[DONE]");
    assertThat(Streams.text(response, 0, "content")).isEqualTo("use [GITHUB_TOKEN_1] ok");
    assertThat(Streams.text(response, 1, "content")).isEqualTo("all is well ");
    assertThat(Streams.text(response, 1, "arguments")).isEqualTo("{\"key\":\"[GITHUB_TOKEN_1]\"}");
  }

  private static String choice(int index, String delta) {
    return "{\"choices\":[{\"index\":" + index + ",\"delta\":" + delta
        + ",\"finish_reason\":null}]}";
  }

  @Test
  void theResponsesDialectIsGuardedToItsLastEvent() throws IOException {
    String half = SECRET.substring(0, 15);
    String rest = SECRET.substring(15);
    stub.answer(Reply.sse(
        "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"object\":\"response\",\"model\":\"m\",\"instructions\":\"be kind\",\"output\":[]}}",
        delta(half), delta(rest), delta(" ok"),
        "{\"type\":\"response.output_text.done\",\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"text\":\""
            + SECRET + " ok\"}",
        "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"object\":\"response\",\"model\":\"m\",\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\""
            + SECRET + " ok\"}]}]}}"));
    RawResponse response = gateway.post("/v1/responses",
        "{\"model\":\"masked\",\"stream\":true,\"input\":\"hi\"}");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).doesNotContain(half)
        .doesNotContain(rest)
        .contains("\"text\":\"[GITHUB_TOKEN_1] ok\"")
        .contains("response.completed");
  }

  private static String delta(String text) {
    return "{\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"delta\":\""
        + text + "\"}";
  }

  @Test
  void aCommentOfTheProviderDoesNotPass() throws IOException {
    stub.answer(Reply.events(List.of(bytes(": key " + SECRET + "\n\n"),
        bytes(": " + SECRET + "\ndata: " + Chat.says("Hello") + "\n\n"),
        bytes("data: " + Chat.FINISH + "\n\ndata: [DONE]\n\n"))));
    assertThat(gateway.stream("closed").text()).doesNotContain("ghp_").contains("[DONE]");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void votesOverAStreamAreCountedOverAllOfIt() throws IOException {
    stub.answer(stream("key " + SECRET + " is fine alone"));
    assertThat(gateway.stream("both").text()).contains(SECRET).contains("[DONE]");
    stub.answer(stream("key " + SECRET, " and then a long time later ", "jane.doe@example.org"));
    RawResponse response = gateway.stream("both");
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.text()).doesNotContain("ghp_").doesNotContain("jane");
  }

  @Test
  void aHeldStreamIsBlockedBeforeItsHead() throws IOException {
    stub.answer(stream("fine words, ", "many of them, ", "then " + SECRET));
    assertThat(gateway.stream("held").status()).isEqualTo(403);
    stub.answer(stream("fine words, ", "many of them"));
    assertThat(Streams.text(gateway.stream("held"))).isEqualTo("fine words, many of them");
  }

  @Test
  void anotherTargetAnswersWhereTheRouteSaysSo() throws IOException {
    for (boolean streamed : new boolean[]{false, true}) {
      stub.script(call -> {
        boolean first = call.request().bodyText().contains("\"model\":\"a\"");
        String text = first ? SECRET + " is it" : "nothing to see here";
        call.reply(streamed ? stream(text) : whole(text));
      });
      RawResponse response = streamed ? gateway.stream("next") : gateway.chat("next");
      assertThat(response.status()).as(response.text()).isEqualTo(200);
      assertThat(response.text()).contains("nothing").doesNotContain("ghp_");
      assertThat(response.header("x-prism-target")).contains("b");
      assertThat(response.header("x-prism-guardrail")).contains("output/secrets/block");
    }
  }

  @Test
  void aRawReplyIsGuardedToo() throws IOException {
    stub.answer(Reply.json(200, "{\"any\":{\"thing\":[\"" + SECRET + "\"]}}"));
    assertThat(gateway.post("/up/v1/anything", "{}").text()).contains(SECRET);
    GatewayYaml yaml = GatewayYaml.to(stub.port())
        .rail("closed", "{ on: output, scanners: [secrets] }")
        .tenants("  default: { open: true, rails: [closed] }\n");
    try (TestGateway guarded = TestGateway.start(yaml)) {
      assertThat(guarded.post("/up/v1/anything", "{}").status()).isEqualTo(403);
      stub.answer(new Reply(200, List.of(new Header("content-type", "text/plain")),
          List.of(bytes("it is " + SECRET)), Reply.Framing.LENGTH, Reply.Ending.COMPLETE));
      assertThat(guarded.post("/up/v1/anything", "{}").status()).isEqualTo(403);
      stub.answer(Reply.json(400, "{\"error\":{\"message\":\"bad " + SECRET + "\"}}"));
      assertThat(guarded.chat("chat").text()).doesNotContain("ghp_");
      stub.answer(Reply.sse(
          "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"it is ghp_0123456789\"}]}}]}",
          "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"abcdefABCDEF0123456789abcd\"}]}}]}"));
      assertThat(guarded.post("/up/v1/anything", "{\"stream\":true}").text())
          .doesNotContain("ghp_");
    }
  }

  @Test
  void theEndOfAStreamTellsWhatWasFound() throws IOException {
    stub.answer(stream("take " + SECRET + " now"));
    RawResponse response = gateway.stream("masked", new Header("te", "trailers"),
        new Header("x-prism-stream-summary", "true"));
    assertThat(response.trailer("x-prism-guardrail-triggered")).contains("true");
    assertThat(response.trailer("x-prism-guardrail")).contains("output/secrets/redact");
    assertThat(response.text()).contains(": x-prism-latency-ms=")
        .contains("x-prism-guardrail-triggered=true x-prism-guardrail=output/secrets/redact");
    assertThat(gateway.traceOf(response).path("rails").toString()).contains("\"redact\"")
        .contains("\"hash\"")
        .doesNotContain("ghp_");
  }
}
