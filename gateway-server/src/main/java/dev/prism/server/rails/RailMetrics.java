package dev.prism.server.rails;

import dev.prism.exchange.RailVerdict;
import dev.prism.scanners.ScanTime;
import dev.prism.scanners.Stage;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The figures of the rails. Labels are names of stages and scanners, so their number is bounded.
public final class RailMetrics {
  private static final double[] SECONDS = {5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, .001,
      .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5};
  private final Counter verdicts;
  private final Histogram scans;

  public RailMetrics(PrometheusRegistry registry) {
    verdicts = Counter.builder()
        .withoutExemplars()
        .name("prism_guardrail_verdicts_total")
        .help("What rails found or did, by scanner")
        .labelNames("rail", "scanner", "action")
        .register(registry);
    scans = Histogram.builder()
        .withoutExemplars()
        .name("prism_scanner_duration_seconds")
        .help("How long a scanner took for a request, a reply, or all of a stream")
        .labelNames("rail", "scanner")
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }

  void found(RailVerdict verdict) {
    verdicts.labelValues(verdict.rail(), verdict.scanner(), verdict.action()).inc();
  }

  void took(Stage stage, ScanTime time) {
    scans.labelValues(stage.label(), time.scanner()).observe(time.nanos() / 1e9);
  }
}
