package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.prism.exchange.Secret;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OtlpSinkTest {
  @Test
  void anExchangeIsASpanInTheWordsOfTheGenAiConventions() {
    List<SpanData> spans = spans(1, false);
    SpanData exchange = spans.getFirst();
    assertThat(exchange.getName()).isEqualTo("chat demo");
    assertThat(exchange.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(exchange.getTraceId()).isEqualTo(Traces.answered(1).ids().traceId());
    assertThat(exchange.getSpanId()).isEqualTo(Traces.answered(1).ids().spanId());
    assertThat(exchange.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(text(exchange, "gen_ai.operation.name")).isEqualTo("chat");
    assertThat(text(exchange, "gen_ai.provider.name")).isEqualTo("openai");
    assertThat(text(exchange, "gen_ai.request.model")).isEqualTo("demo");
    assertThat(text(exchange, "gen_ai.response.model")).isEqualTo("gpt-5-mini-2026");
    assertThat(number(exchange, "gen_ai.usage.input_tokens")).isEqualTo(120);
    assertThat(number(exchange, "gen_ai.usage.output_tokens")).isEqualTo(34);
    assertThat(
        exchange.getAttributes().get(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons")))
        .containsExactly("stop");
    assertThat(text(exchange, "prism.tenant")).isEqualTo("acme");
    assertThat(number(exchange, "prism.revision")).isEqualTo(7);
    assertThat(exchange.getEndEpochNanos() - exchange.getStartEpochNanos()).isEqualTo(80_500_000);
    assertThat(exchange.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void eachAttemptIsAChildSpanAndAFailureCarriesItsType() {
    List<SpanData> spans = spans(1, true);
    assertThat(spans).hasSize(3);
    SpanData exchange = spans.getFirst();
    assertThat(exchange.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(text(exchange, "error.type")).isEqualTo("upstream_timeout");
    assertThat(exchange.getEvents()).singleElement()
        .matches(event -> event.getName().equals("prism.guardrail"));
    SpanData failed = spans.get(1);
    assertThat(failed.getParentSpanId()).isEqualTo(exchange.getSpanId());
    assertThat(failed.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(text(failed, "error.type")).isEqualTo("upstream_timeout");
    assertThat(failed.getSpanId()).isNotEqualTo(spans.get(2).getSpanId());
    assertThat(spans.get(2).getSpanContext().isValid()).isTrue();
  }

  @Test
  void theCollectorGetsOneRequestABatchWithItsHeaders() throws Exception {
    BlockingQueue<Map<String, String>> heard = new ArrayBlockingQueue<>(10);
    HttpServer collector = HttpServer
        .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    collector.createContext("/", call -> {
      byte[] body = new GZIPInputStream(call.getRequestBody()).readAllBytes();
      heard.add(Map.of("path", call.getRequestURI().getPath(), "key",
          String.valueOf(call.getRequestHeaders().getFirst("x-key")), "body",
          new String(body, StandardCharsets.ISO_8859_1)));
      call.sendResponseHeaders(200, -1);
      call.close();
    });
    collector.start();
    URI url = URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
    try (OtlpSink sink = new OtlpSink(
        new OtlpSinkSettings(url, Map.of("x-key", new Secret("secret"))))) {
      sink.accept(Traces.answered(1));
      sink.accept(Traces.failed(2));
      sink.flush();
      @Nullable
      Map<String, String> request = heard.poll(30, TimeUnit.SECONDS);
      assertThat(request).containsEntry("path", "/v1/traces").containsEntry("key", "secret");
      String id = new String(HexFormat.of().parseHex(Traces.failed(2).ids().traceId()),
          StandardCharsets.ISO_8859_1);
      assertThat(String.valueOf(request)).contains("gen_ai.operation.name", id);
      assertThat(heard).isEmpty();
    } finally {
      collector.stop(0);
    }
  }

  private static List<SpanData> spans(int n, boolean failed) {
    List<SpanData> spans = new ArrayList<>();
    TraceSpans.add(failed ? Traces.failed(n) : Traces.answered(n), spans);
    return spans;
  }

  private static @Nullable String text(SpanData span, String name) {
    return span.getAttributes().get(AttributeKey.stringKey(name));
  }

  private static long number(SpanData span, String name) {
    Long value = span.getAttributes().get(AttributeKey.longKey(name));
    return value == null ? -1 : value;
  }
}
