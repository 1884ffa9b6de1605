package dev.prism.server.pipeline;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.TraceRecord;
import dev.prism.routing.Copy;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The figures of the data plane, in Prometheus terms. Labels come from the configuration, never from
/// what a client sent, so that their number is bounded. No exemplars are kept: sampling them takes a lock,
/// and there is no tracer here that they would point to.
public final class Metrics {
  private static final double MICROS = 1e6;
  private static final double[] LATENCIES = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5,
      5, 10, 20, 30, 60, 120, 300};
  private static final double[] PAUSES = {.001, .0025, .005, .01, .02, .03, .05, .075, .1, .25, .5,
      1, 5};

  private final Counter requests;
  private final Counter errors;
  private final Counter attempts;
  private final Counter tokens;
  private final Counter cost;
  private final Counter skipped;
  private final Histogram duration;
  private final Histogram firstToken;
  private final Histogram interToken;
  private final Counter copies;
  private final Histogram copyDuration;
  private final Histogram loopLag;
  private final Map<AnsweredSeries.Key, AnsweredSeries> answered = new ConcurrentHashMap<>();

  public Metrics(PrometheusRegistry registry) {
    requests = Counter.builder()
        .withoutExemplars()
        .name("prism_requests_total")
        .help("Exchanges that have ended, by how")
        .labelNames("tenant", "route", "endpoint", "outcome", "status")
        .register(registry);
    errors = Counter.builder()
        .withoutExemplars()
        .name("prism_errors_total")
        .help("Exchanges without a whole answer, by who failed")
        .labelNames("route", "blame", "code")
        .register(registry);
    attempts = Counter.builder()
        .withoutExemplars()
        .name("prism_attempts_total")
        .help("Upstream calls, by how they ended")
        .labelNames("route", "target", "provider", "result")
        .register(registry);
    tokens = Counter.builder()
        .withoutExemplars()
        .name("prism_tokens_total")
        .help("Tokens that providers reported, by kind")
        .labelNames("tenant", "route", "kind")
        .register(registry);
    cost = Counter.builder()
        .withoutExemplars()
        .name("prism_cost_usd_total")
        .help("What answers cost, in US dollars, where prices are known")
        .labelNames("tenant", "route")
        .register(registry);
    skipped = Counter.builder()
        .withoutExemplars()
        .name("prism_skipped_events_total")
        .help("Events of provider streams that were left out since they were not JSON")
        .labelNames("provider")
        .register(registry);
    duration = Histogram.builder()
        .withoutExemplars()
        .name("prism_request_duration_seconds")
        .help("From a request's arrival to its end")
        .labelNames("route")
        .classicOnly()
        .classicUpperBounds(LATENCIES)
        .register(registry);
    firstToken = Histogram.builder()
        .withoutExemplars()
        .name("prism_first_token_seconds")
        .help("From a request's arrival to the first content of its answer")
        .labelNames("route", "target")
        .classicOnly()
        .classicUpperBounds(LATENCIES)
        .register(registry);
    interToken = Histogram.builder()
        .withoutExemplars()
        .name("prism_inter_token_seconds")
        .help("Time per output token after the first, the mean of each streamed answer")
        .labelNames("route", "target")
        .classicOnly()
        .classicUpperBounds(PAUSES)
        .register(registry);
    copies = Counter.builder()
        .withoutExemplars()
        .name("prism_copies_total")
        .help("Copies of requests that shadows and mirrors got, by how they ended")
        .labelNames("route", "target", "kind", "result")
        .register(registry);
    copyDuration = Histogram.builder()
        .withoutExemplars()
        .name("prism_copy_duration_seconds")
        .help("From a copy's start to its end")
        .labelNames("route", "target")
        .classicOnly()
        .classicUpperBounds(LATENCIES)
        .register(registry);
    loopLag = Histogram.builder()
        .withoutExemplars()
        .name("prism_event_loop_lag_seconds")
        .help("How late a timer fired on an event loop")
        .labelNames("loop")
        .classicOnly()
        .classicUpperBounds(PAUSES)
        .register(registry);
  }

  void ended(TraceRecord trace, String route) {
    TraceRecord.Outcome outcome = trace.outcome();
    if (outcome.kind() == TraceRecord.Outcome.Kind.ANSWERED) {
      AnsweredSeries series = series(trace, route);
      series.answered(trace);
      if (trace.attempts().size() == 1) {
        series.called();
        return;
      }
    } else {
      requests
          .labelValues(trace.caller().tenant(), route, trace.asked().endpoint().label(),
              outcome.kind().name(), Integer.toString(outcome.status()))
          .inc();
      duration.labelValues(route).observe(outcome.durationMicros() / MICROS);
      if (outcome.error() != null && outcome.blame() != null) {
        errors.labelValues(route, outcome.blame(), outcome.error()).inc();
      }
    }
    for (Attempt attempt : trace.attempts()) {
      attempts
          .labelValues(route, target(route, attempt.target()), attempt.provider(),
              attempt.result().name())
          .inc();
    }
  }

  private AnsweredSeries series(TraceRecord trace, String route) {
    TraceRecord.Served served = trace.served();
    AnsweredSeries.Key key = new AnsweredSeries.Key(trace.caller().tenant(), route,
        trace.asked().endpoint().label(), trace.outcome().status(), target(route, served.target()),
        served.provider());
    AnsweredSeries known = answered.get(key);
    return known == null
        ? answered.computeIfAbsent(key, made -> new AnsweredSeries(new Found(), made))
        : known;
  }

  /// The series by their labels.
  private final class Found implements AnsweredSeries.Source {
    @Override
    public CounterDataPoint requests(AnsweredSeries.Key key) {
      return requests.labelValues(key.tenant(), key.route(), key.endpoint(),
          TraceRecord.Outcome.Kind.ANSWERED.name(), Integer.toString(key.status()));
    }

    @Override
    public CounterDataPoint calls(AnsweredSeries.Key key) {
      return attempts.labelValues(key.route(), key.target(), key.provider(),
          Attempt.Result.ANSWERED.name());
    }

    @Override
    public CounterDataPoint tokens(AnsweredSeries.Key key, String kind) {
      return tokens.labelValues(key.tenant(), key.route(), kind);
    }

    @Override
    public CounterDataPoint cost(AnsweredSeries.Key key) {
      return cost.labelValues(key.tenant(), key.route());
    }

    @Override
    public DistributionDataPoint duration(AnsweredSeries.Key key) {
      return duration.labelValues(key.route());
    }

    @Override
    public DistributionDataPoint firstToken(AnsweredSeries.Key key) {
      return firstToken.labelValues(key.route(), key.target());
    }

    @Override
    public DistributionDataPoint interToken(AnsweredSeries.Key key) {
      return interToken.labelValues(key.route(), key.target());
    }
  }

  /// A pair's target is named by the client, and so no label.
  private static String target(String route, String target) {
    return route.endsWith("/*") ? route : target;
  }

  /// A copy has ended.
  void copied(String route, Copy copy, Attempt.Result result, Attempt attempt) {
    copies.labelValues(route, copy.target().name(), copy.label(), result.name()).inc();
    copyDuration.labelValues(route, copy.target().name())
        .observe(attempt.durationMicros() / MICROS);
  }

  void skippedEvents(String provider, int count) {
    skipped.labelValues(provider).inc(count);
  }

  /// A timer of the loop `name` fired this late.
  public void loopLag(String name, long nanos) {
    loopLag.labelValues(name).observe(nanos / 1e9);
  }
}
