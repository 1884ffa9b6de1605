package dev.prism.store;

import dev.prism.exchange.Secret;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceSink;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The traces as OpenTelemetry spans, sent by OTLP over HTTP in batches. A collector that cannot be
/// reached costs this sink's own thread at most ten seconds a batch, and the batch.
///
/// @see TraceSpans what the spans carry
public final class OtlpSink implements TraceSink {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MOST_SPANS = 2_048;
  /// Its complaints would double those of the side stream; the reference keeps the level set.
  private static final Logger EXPORTER_LOG = Logger
      .getLogger("io.opentelemetry.exporter.otlp.internal.HttpExporter");

  private final SpanExporter exporter;
  private List<SpanData> spans = new ArrayList<>();
  private int heldTraces;

  public OtlpSink(OtlpSinkSettings settings) {
    EXPORTER_LOG.setLevel(Level.OFF);
    OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
        .setEndpoint(settings.tracesUrl().toString())
        .setConnectTimeout(CONNECT_TIMEOUT)
        .setTimeout(TIMEOUT)
        .setRetryPolicy(null)
        .setCompression("gzip");
    for (Map.Entry<String, Secret> header : settings.headers().entrySet()) {
      builder.addHeader(header.getKey(), header.getValue().reveal());
    }
    exporter = builder.build();
  }

  @Override
  public String name() {
    return "otlp";
  }

  @Override
  public void accept(TraceRecord trace) throws IOException {
    TraceSpans.add(trace, spans);
    heldTraces++;
    if (spans.size() >= MOST_SPANS) {
      flush();
    }
  }

  @Override
  public void flush() throws IOException {
    if (heldTraces == 0) {
      return;
    }
    List<SpanData> batch = spans;
    int traces = heldTraces;
    spans = new ArrayList<>();
    heldTraces = 0;
    CompletableResultCode result = exporter.export(batch)
        .join(TIMEOUT.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    if (!result.isSuccess()) {
      Throwable cause = result.getFailureThrowable();
      throw new TracesLost(traces, new IOException("the collector did not take " + traces
          + " traces" + (cause == null ? "" : ": " + cause.getMessage()), cause));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      flush();
    } finally {
      exporter.shutdown().join(1, TimeUnit.SECONDS);
    }
  }
}
