package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawHttp2;
import dev.prism.testing.RawResponse;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What the headers say is true, comes from the gateway alone, and crosses only where it may.
class HeadersIT extends BeforeStub {
  private static final List<String> ALWAYS = List.of("x-prism-request-id", "x-prism-trace-id");
  private static final List<String> SERVED = List.of("x-prism-route", "x-prism-revision",
      "x-prism-routing-strategy", "x-prism-target", "x-prism-provider", "x-prism-model-used",
      "x-prism-fallback-used", "x-prism-attempts", "x-prism-latency-ms",
      "x-prism-guardrail-triggered");

  HeadersIT() {
    super(stub -> GatewayYaml.to(stub.port())
        .provider("dead", GatewayYaml.openAi(1))
        .route("failing-over",
            "{ first: { provider: dead, model: a }, second: { provider: up, model: gpt-4o-mini } }",
            "{ fallback: [first, second] }"));
  }

  @Test
  void aWholeAnswerSaysWhatServedIt() throws IOException {
    RawResponse response = gateway.chat("chat");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEqualTo(Chat.ANSWER);
    ALWAYS.forEach(name -> assertThat(response.header(name)).as(name).isPresent());
    SERVED.forEach(name -> assertThat(response.header(name)).as(name).isPresent());
    assertThat(response.header("x-prism-route")).contains("chat");
    assertThat(response.header("x-prism-routing-strategy")).contains("primary");
    assertThat(response.header("x-prism-target")).contains("stable");
    assertThat(response.header("x-prism-provider")).contains("up");
    assertThat(response.header("x-prism-model-used")).contains("gpt-4o-mini-2024-07-18");
    assertThat(response.header("x-prism-fallback-used")).contains("false");
    assertThat(response.header("x-prism-attempts")).contains("1");
    assertThat(response.header("x-prism-guardrail-triggered")).contains("false");
    assertThat(response.header("content-type")).contains("application/json");
  }

  @Test
  void aFallbackSaysSo() throws IOException {
    RawResponse response = gateway.chat("failing-over");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("x-prism-routing-strategy")).contains("fallback");
    assertThat(response.header("x-prism-target")).contains("second");
    assertThat(response.header("x-prism-fallback-used")).contains("true");
    assertThat(response.header("x-prism-attempts")).contains("2");
    assertThat(gateway.traceOf(response).path("attempts")).hasSize(2);
  }

  @Test
  void errorsHaveTheHeadersToo() throws IOException {
    stub.answer(Reply.json(500, "{\"error\":{\"message\":\"org-secret\"}}"));
    RawResponse failed = gateway.chat("chat");
    assertThat(failed.status()).isEqualTo(502);
    ALWAYS.forEach(name -> assertThat(failed.header(name)).as(name).isPresent());
    SERVED.stream()
        .filter(name -> !name.equals("x-prism-model-used"))
        .forEach(name -> assertThat(failed.header(name)).as(name).isPresent());
    assertThat(failed.header("x-prism-cost")).isEmpty();

    for (RawResponse refused : List.of(gateway.chat("none"), gateway.post("/v1/x", "{}"),
        gateway.post("/v1/chat/completions", "{"), RawHttp.get(gateway.port(), "/v1/models"))) {
      ALWAYS.forEach(
          name -> assertThat(refused.header(name)).as("%s: %s", refused, name).isPresent());
    }
    assertThat(gateway.chat("none").header("x-prism-route")).contains("none");
  }

  @Test
  void theIdsLeadToTheTrace() throws IOException {
    RawResponse response = gateway.chat("chat", new Header("x-prism-session-id", "s-1"),
        new Header("x-prism-user-id", "u-1"), new Header("x-prism-metadata", "{\"team\":\"a\"}"));
    var trace = gateway.traceOf(response);

    assertThat(response.header("x-prism-trace-id")).contains(trace.path("trace_id").asString());
    assertThat(trace.path("session_id").asString()).isEqualTo("s-1");
    assertThat(trace.path("user_id").asString()).isEqualTo("u-1");
    assertThat(trace.path("metadata").path("team").asString()).isEqualTo("a");
    assertThat(trace.path("request").asString()).contains(Chat.PROMPT);
    assertThat(trace.path("response").asString()).contains("Hello there");
  }

  @Test
  void theCallersTraceGoesOn() throws IOException {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    RawResponse response = gateway.chat("chat",
        new Header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));

    assertThat(response.header("x-prism-trace-id")).contains(trace);
    String passedOn = stub.requests().getFirst().header("traceparent").orElse("");
    assertThat(passedOn).startsWith("00-" + trace + "-").doesNotContain("00f067aa0ba902b7");
    assertThat(gateway.traceOf(response).path("parent_id").asString())
        .isEqualTo("00f067aa0ba902b7");
  }

  @Test
  void whatAClientSaysOfItselfIsNotReported() throws IOException {
    String lie = "a-lie";
    List<Header> lies = SERVED.stream().map(name -> new Header(name, lie)).toList();
    RawResponse response = gateway.post("/v1/chat/completions", Chat.request("chat"),
        lies.stream().filter(header -> !header.is("x-prism-route")).toArray(Header[]::new));
    RawResponse withIds = gateway.chat("chat", new Header("x-prism-request-id", lie),
        new Header("x-prism-cost", lie), new Header("x-prism-incident", lie),
        new Header("x-prism-trace-id", lie), new Header("x-prism-guardrail", lie));

    for (RawResponse each : List.of(response, withIds)) {
      assertThat(each.status()).isEqualTo(200);
      assertThat(each.headers()).noneMatch(header -> header.value().contains(lie));
    }
  }

  @Test
  void aProviderCannotSpeakInTheGatewaysName() throws IOException {
    stub.answer(Chat.answer()
        .with("x-prism-target", "a-lie")
        .with("x-prism-cost", "a-lie")
        .with("X-Prism-Guardrail-Triggered", "a-lie"));
    RawResponse response = gateway.chat("chat");

    assertThat(response.headers()).noneMatch(header -> header.value().contains("a-lie"));
  }

  @Test
  void onlyWhatMayCrossReachesTheProvider() throws IOException {
    gateway.chat("chat", new Header("authorization", "Bearer sk-client-secret"),
        new Header("x-api-key", "sk-client-secret"), new Header("cookie", "a=secret"),
        new Header("proxy-authorization", "Basic secret"), new Header("te", "trailers"),
        new Header("x-forwarded-for", "10.1.2.3"), new Header("forwarded", "for=10.1.2.3"),
        new Header("connection", "keep-alive, x-hop"), new Header("x-hop", "secret"),
        new Header("keep-alive", "timeout=5"), new Header("x-prism-session-id", "secret-session"),
        new Header("openai-organization", "org-secret"), new Header("user-agent", "secret/1.0"),
        new Header("x-unknown", "secret"), new Header("accept", "application/json"));
    ReceivedRequest request = stub.awaitRequest(0, TestGateway.SOON);

    assertThat(request.head()).doesNotContain("secret", "10.1.2.3", "x-prism", "x-hop", "cookie");
    assertThat(request.header("authorization")).contains("Bearer " + GatewayYaml.PROVIDER_KEY);
    assertThat(request.header("host")).contains("127.0.0.1:" + stub.port());
    assertThat(request.target()).isEqualTo("/v1/chat/completions");
    assertThat(request.bodyText())
        .isEqualTo(Chat.request("chat").replace("\"chat\"", "\"gpt-4o-mini\""));
    List<String> once = request.headers()
        .stream()
        .map(header -> header.name().toLowerCase(Locale.ROOT))
        .toList();
    assertThat(once).doesNotHaveDuplicates();
  }

  @Test
  void onlyWhatMayCrossReachesTheClient() throws IOException {
    stub.answer(Chat.answer()
        .with("openai-organization", "org-secret")
        .with("set-cookie", "a=secret")
        .with("x-request-id", "req-secret")
        .with("x-ratelimit-remaining-tokens", "secret")
        .with("server", "secret")
        .with("anthropic-organization-id", "secret")
        .with("cf-ray", "secret")
        .with("x-api-key", "secret")
        .with("via", "secret")
        .with("alt-svc", "secret")
        .with("strict-transport-security", "secret")
        .with("openai-processing-ms", "12"));
    RawResponse response = gateway.chat("chat");

    assertThat(response.headers()).noneMatch(header -> header.value().contains("secret"));
    assertThat(response.header("openai-processing-ms")).contains("12");
  }

  @Test
  void usageIsAlwaysAskedForAndStrippedUnlessWanted() throws IOException {
    stub.answer(Chat.stream());
    RawResponse unasked = gateway.stream("chat");
    assertThat(stub.requests().getFirst().bodyText()).contains("\"include_usage\":true");
    assertThat(unasked.text()).doesNotContain("\"usage\"").endsWith("data: [DONE]\n\n");
    assertThat(gateway.traceOf(unasked).path("usage").path("input").asInt(0)).isEqualTo(9);

    RawResponse asked = gateway.post("/v1/chat/completions", Chat.streamRequest("chat")
        .replace("\"messages\"", "\"stream_options\":{\"include_usage\":true},\"messages\""));
    assertThat(asked.text()).contains("\"prompt_tokens\":9").endsWith("data: [DONE]\n\n");
  }

  @Test
  void aStreamTellsItsEndInTrailersOrInAComment() throws IOException {
    stub.answer(Chat.stream());
    RawResponse plain = gateway.stream("chat");
    assertThat(plain.trailers()).isEmpty();
    assertThat(plain.text()).doesNotContain("x-prism");

    RawResponse trailed = gateway.stream("chat", new Header("te", "trailers"));
    assertThat(trailed.trailer("x-prism-latency-ms")).isPresent();
    assertThat(trailed.trailer("x-prism-guardrail-triggered")).contains("false");

    RawResponse commented = gateway.stream("chat", new Header("x-prism-stream-summary", "true"));
    assertThat(
        commented.text().lines().filter(line -> line.startsWith(":") && line.contains("prism")))
        .hasSize(1);
    assertThat(commented.text()).endsWith("data: [DONE]\n\n");
  }

  @Test
  void trailersComeOverHttp2Too() throws IOException {
    stub.answer(Chat.stream());
    try (RawHttp2 http = RawHttp2.connect(gateway.port())) {
      RawHttp2.Result result = http.await(http.post("/v1/chat/completions",
          Chat.streamRequest("chat"), new Header("te", "trailers")));
      RawResponse response = Objects.requireNonNull(result.response());

      assertThat(response.trailer("x-prism-latency-ms")).isPresent();
      SERVED.forEach(name -> assertThat(response.header(name)).as(name).isPresent());
      assertThat(response.header("connection")).isEmpty();
      assertThat(response.header("transfer-encoding")).isEmpty();
    }
  }
}
