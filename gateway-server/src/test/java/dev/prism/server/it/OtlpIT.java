package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// An application with the official OpenTelemetry SDK tells the gateway of its own work.
class OtlpIT {
  private static final String SAID = "Returns are accepted within 30 days of delivery in their original box.";

  private final List<ScoredTrace> heard = new CopyOnWriteArrayList<>();

  private static SdkTracerProvider sdk(TestGateway gateway, String compression) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(SimpleSpanProcessor.create(OtlpHttpSpanExporter.builder()
            .setEndpoint("http://127.0.0.1:" + gateway.adminPort() + "/v1/traces")
            .setCompression(compression)
            .build()))
        .build();
  }

  private static StubProvider model() {
    return StubProvider.answering(Reply.json(200, Chat.ANSWER.replace("Hello there", SAID)));
  }

  private static String traceparent(Span span) {
    return "00-" + span.getSpanContext().getTraceId() + "-" + span.getSpanContext().getSpanId()
        + "-01";
  }

  @Test
  void spansOfTheTraceAppearOnItAndRetrievedTextReachesTheSupport() throws IOException {
    for (String compression : List.of("none", "gzip")) {
      heard.clear();
      try (StubProvider model = model();
          TestGateway gateway = TestGateway.start(GatewayYaml.to(model.port()));
          SdkTracerProvider provider = sdk(gateway, compression)) {
        gateway.onScored(heard::add);
        Tracer tracer = provider.get("app");
        Span agent = tracer.spanBuilder("answer")
            .setAttribute("gen_ai.span.kind", "AGENT")
            .startSpan();
        try (Scope _ = agent.makeCurrent()) {
          Span search = tracer.spanBuilder("search")
              .setAttribute("openinference.span.kind", "RETRIEVER")
              .setAttribute("retrieval.documents.0.document.id", "faq-7")
              .setAttribute("retrieval.documents.0.document.content",
                  "Returns are accepted within 30 days of delivery. Shoes come back in their original box.")
              .startSpan();
          search.end();
          Span tool = tracer.spanBuilder("orders")
              .setAttribute("gen_ai.operation.name", "execute_tool")
              .setAttribute("gen_ai.tool.name", "orders")
              .startSpan();
          tool.setStatus(StatusCode.ERROR);
          tool.end();
          gateway.chat("chat", new Header("traceparent", traceparent(agent)));
        }
        agent.end();
        provider.forceFlush().join(10, TimeUnit.SECONDS);
        String id = agent.getSpanContext().getTraceId();
        Await.until("support is scored", TestGateway.SOON,
            () -> gateway.ask("/api/traces/" + id).path("scores").toString().contains("support"));
        JsonNode trace = gateway.ask("/api/traces/" + id);
        Await.until("the root has come", TestGateway.SOON,
            () -> gateway.ask("/api/traces/" + id).path("spans").size() == 3);
        assertThat(trace.path("spans").toString()).contains("\"kind\":\"RETRIEVER\"")
            .contains("\"kind\":\"TOOL\"")
            .contains("faq-7");
        assertThat(heard.stream().flatMap(scored -> scored.scores().stream())).anySatisfy(score -> {
          assertThat(score.rubric()).isEqualTo("factual_grounding");
          assertThat(score.by().id()).isEqualTo("support");
          assertThat(score.value()).isGreaterThanOrEqualTo(4);
        });
      }
    }
  }

  @Test
  void spansOfTheSessionAreJoinedWithoutACommonTrace() throws IOException {
    try (StubProvider model = model();
        TestGateway gateway = TestGateway.start(GatewayYaml.to(model.port()));
        SdkTracerProvider provider = sdk(gateway, "none")) {
      Span search = provider.get("app")
          .spanBuilder("search")
          .setAttribute("gen_ai.span.kind", "RETRIEVER")
          .setAttribute("session.id", "s-42")
          .setAttribute("output.value", "[]")
          .startSpan();
      search.end();
      provider.forceFlush().join(10, TimeUnit.SECONDS);
      RawResponse answer = gateway.chat("chat", new Header("x-prism-session-id", "s-42"));
      String id = answer.header("x-prism-trace-id").orElseThrow();
      Await.until("the empty retrieval is scored", TestGateway.SOON,
          () -> gateway.ask("/api/traces/" + id)
              .path("scores")
              .toString()
              .contains("empty_retrieval"));
      assertThat(gateway.ask("/api/traces/" + id).path("spans")).hasSize(1);
    }
  }

  @Test
  void anEvaluationOfTheApplicationMovesTheSameListeners() throws IOException {
    try (StubProvider model = model();
        TestGateway gateway = TestGateway.start(GatewayYaml.to(model.port()));
        SdkTracerProvider provider = sdk(gateway, "gzip")) {
      gateway.onScored(heard::add);
      Tracer tracer = provider.get("app");
      Span root = tracer.spanBuilder("answer").startSpan();
      gateway.chat("chat", new Header("traceparent", traceparent(root)));
      Await.until("it is scored", TestGateway.SOON, () -> heard.size() == 1);
      try (Scope _ = root.makeCurrent()) {
        tracer.spanBuilder("evaluate")
            .setAttribute("gen_ai.span.kind", "EVALUATOR")
            .setAttribute("gen_ai.evaluation.name", "Faithfulness")
            .setAttribute("gen_ai.evaluation.score.value", 0.25)
            .setAttribute("gen_ai.evaluation.score.label", "unfaithful")
            .startSpan()
            .end();
      }
      root.end();
      provider.forceFlush().join(10, TimeUnit.SECONDS);
      Await.until("the score is heard", TestGateway.SOON, () -> heard.size() == 2);
      Score score = heard.getLast().scores().getFirst();
      assertThat(score.rubric()).isEqualTo("faithfulness");
      assertThat(score.value()).isEqualTo(2);
      assertThat(score.reason()).isEqualTo("unfaithful");
      assertThat(score.by().kind()).isEqualTo(Score.Kind.APPLICATION);
    }
  }

  @Test
  void theJsonEncodingIsReadAndWhatIsNoOtlpIsRefused() throws Exception {
    try (StubProvider model = model();
        TestGateway gateway = TestGateway.start(GatewayYaml.to(model.port()))) {
      String id = "4bf92f3577b34da6a3ce929d0e0e4736";
      RawResponse taken = gateway.admin("POST", "/v1/traces",
          """
              {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"%s","spanId":"00f067aa0ba902b7",
               "name":"chain","kind":1,"startTimeUnixNano":"1795000000000000000","endTimeUnixNano":"1795000001000000000",
               "attributes":[{"key":"fi.span.kind","value":{"stringValue":"CHAIN"}},{"key":"n","value":{"intValue":"7"}}],
               "status":{"code":2}}]}]}]}"""
              .formatted(id));
      assertThat(taken.status()).as(taken.text()).isEqualTo(200);
      gateway.chat("chat", new Header("traceparent", "00-" + id + "-00f067aa0ba902b8-01"));
      Await.until("the trace is there", TestGateway.SOON,
          () -> gateway.ask("/api/traces/" + id).path("spans").size() == 1);
      JsonNode span = gateway.ask("/api/traces/" + id).path("spans").get(0);
      assertThat(span.path("kind").asString("")).isEqualTo("CHAIN");
      assertThat(span.path("failed").asBoolean(false)).isTrue();
      assertThat(span.path("duration_micros").asLong(0)).isEqualTo(1_000_000);
      assertThat(gateway.admin("POST", "/v1/traces", "{").status()).isEqualTo(400);
      assertThat(status(gateway, "application/x-protobuf", "zzzz")).isEqualTo(400);
      assertThat(status(gateway, "text/plain", "x")).isEqualTo(415);
    }
  }

  private static int status(TestGateway gateway, String type, String body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest
          .newBuilder(URI.create("http://127.0.0.1:" + gateway.adminPort() + "/v1/traces"))
          .header("content-type", type)
          .POST(HttpRequest.BodyPublishers.ofString(body))
          .build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
