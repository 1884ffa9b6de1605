package dev.prism.server.pipeline;

import dev.prism.exchange.Cost;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The series that answers of one kind move. Finding a series by its labels costs more than moving it,
/// so each is found once, when it is first wanted. For all threads.
final class AnsweredSeries {
  private static final double MICROS = 1e6;
  private static final double PICO = 1e12;

  /// What the series' labels say.
  record Key(
      String tenant,
      String route,
      String endpoint,
      int status,
      String target,
      String provider) {}

  /// Finds series by their labels.
  interface Source {
    CounterDataPoint requests(Key key);

    CounterDataPoint calls(Key key);

    CounterDataPoint tokens(Key key, String kind);

    CounterDataPoint cost(Key key);

    DistributionDataPoint duration(Key key);

    DistributionDataPoint firstToken(Key key);

    DistributionDataPoint interToken(Key key);
  }

  private final Found<CounterDataPoint> requests;
  private final Found<CounterDataPoint> calls;
  private final Found<CounterDataPoint> input;
  private final Found<CounterDataPoint> output;
  private final Found<CounterDataPoint> cost;
  private final Found<DistributionDataPoint> duration;
  private final Found<DistributionDataPoint> firstToken;
  private final Found<DistributionDataPoint> interToken;
  private final Function<String, CounterDataPoint> tokens;

  AnsweredSeries(Source source, Key key) {
    requests = new Found<>(() -> source.requests(key));
    calls = new Found<>(() -> source.calls(key));
    input = new Found<>(() -> source.tokens(key, "input"));
    output = new Found<>(() -> source.tokens(key, "output"));
    cost = new Found<>(() -> source.cost(key));
    duration = new Found<>(() -> source.duration(key));
    firstToken = new Found<>(() -> source.firstToken(key));
    interToken = new Found<>(() -> source.interToken(key));
    tokens = kind -> source.tokens(key, kind);
  }

  /// Counts an answer, all but the calls that it took.
  void answered(TraceRecord trace) {
    TraceRecord.Outcome outcome = trace.outcome();
    TokenUsage usage = trace.billing().usage();
    requests.get().inc();
    duration.get().observe(outcome.durationMicros() / MICROS);
    count(input, usage.input() + usage.audioInput());
    count(output, usage.output() + usage.audioOutput());
    if (usage.input() + usage.output() < usage.total()) {
      rare("cache_read", usage.cacheRead());
      rare("cache_write", usage.cacheWrite5m() + usage.cacheWrite1h());
      rare("reasoning", usage.reasoning());
    }
    Cost spent = trace.billing().cost();
    if (spent != null) {
      cost.get().inc(spent.picoDollars() / PICO);
    }
    if (outcome.firstTokenMicros() >= 0) {
      firstToken.get().observe(outcome.firstTokenMicros() / MICROS);
      if (trace.asked().stream() && usage.completion() > 1) {
        interToken.get()
            .observe((outcome.durationMicros() - outcome.firstTokenMicros()) / MICROS
                / (usage.completion() - 1));
      }
    }
  }

  /// Counts one call that answered.
  void called() {
    calls.get().inc();
  }

  private static void count(Found<CounterDataPoint> series, long amount) {
    if (amount > 0) {
      series.get().inc(amount);
    }
  }

  private void rare(String kind, long amount) {
    if (amount > 0) {
      tokens.apply(kind).inc(amount);
    }
  }

  /// A series that is looked up when it is first wanted; two threads that come together find the same.
  private static final class Found<T> {
    private final Supplier<T> search;
    private volatile @Nullable T found;

    Found(Supplier<T> search) {
      this.search = search;
    }

    T get() {
      T known = found;
      if (known == null) {
        known = search.get();
        found = known;
      }
      return known;
    }
  }
}
