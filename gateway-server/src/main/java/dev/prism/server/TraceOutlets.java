package dev.prism.server;

import dev.prism.conf.SinkSettings;
import dev.prism.conf.TraceSettings;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceSink;
import dev.prism.store.JsonLinesSink;
import dev.prism.store.OtlpSink;
import dev.prism.store.RecentTraces;
import dev.prism.store.SideStream;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The side stream with the sinks that the configuration names, and what became of the traces in
/// metrics.
final class TraceOutlets implements AutoCloseable {
  private final SideStream stream;

  /// @param scoring hears of every exchange, whatever the sample
  TraceOutlets(TraceSettings settings, RecentTraces recent, TraceSink scoring,
      PrometheusRegistry registry) {
    List<SideStream.Feed> feeds = new ArrayList<>();
    feeds.add(new SideStream.Feed(recent, settings.queue(), 1.0));
    feeds.add(new SideStream.Feed(scoring, settings.queue(), 1.0));
    for (SinkSettings sink : settings.sinks()) {
      feeds.add(new SideStream.Feed(sink(sink), settings.queue(), settings.sample()));
    }
    stream = new SideStream(feeds);
    GaugeWithCallback.builder()
        .name("prism_side_stream_queued")
        .help("Traces that wait for a sink")
        .labelNames("sink")
        .callback(out -> stream.counts()
            .forEach((sink, counts) -> out.call((double) counts.waiting(), sink)))
        .register(registry);
    CounterWithCallback.builder()
        .name("prism_side_stream_traces_total")
        .help("What became of the traces that were offered to a sink")
        .labelNames("sink", "fate")
        .callback(out -> stream.counts().forEach((sink, counts) -> {
          out.call((double) counts.stored(), sink, "stored");
          out.call((double) counts.dropped(), sink, "dropped");
          out.call((double) counts.failed(), sink, "failed");
          out.call((double) counts.unsampled(), sink, "unsampled");
        }))
        .register(registry);
  }

  private static TraceSink sink(SinkSettings settings) {
    return switch (settings) {
      case SinkSettings.File file -> new JsonLinesSink(file.file());
      case SinkSettings.Otlp otlp -> new OtlpSink(otlp.otlp());
    };
  }

  /// Takes traces, stamped with the time of that clock where it is not the machine's.
  Consumer<TraceRecord> by(Clock clock) {
    return clock.equals(Clock.systemUTC())
        ? stream::offer
        : trace -> stream.offer(stamped(trace, clock.millis() * 1_000));
  }

  private static TraceRecord stamped(TraceRecord trace, long micros) {
    TraceRecord.Asked asked = trace.asked();
    return new TraceRecord(trace.ids(), trace.caller(),
        new TraceRecord.Asked(asked.endpoint(), asked.model(), asked.stream(), micros),
        trace.served(), trace.attempts(), trace.outcome(), trace.billing(), trace.rails(),
        trace.texts());
  }

  @Override
  public void close() {
    stream.close();
  }
}
