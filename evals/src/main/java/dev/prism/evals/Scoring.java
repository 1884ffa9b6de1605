package dev.prism.evals;

import dev.prism.exchange.Score;
import dev.prism.exchange.TraceRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;

/// The scorers that see all traffic, with the settings in force. One thread at a time.
public final class Scoring {
  private final List<Scorer> scorers;
  private final AtomicLong failures = new AtomicLong();

  public Scoring(List<Scorer> scorers) {
    this.scorers = List.copyOf(scorers);
  }

  /// All scorers that `ServiceLoader` finds.
  ///
  /// @throws IllegalArgumentException if one refuses the settings
  public static Scoring of(CheckSettings settings) {
    List<Scorer> found = new ArrayList<>();
    for (Scorer scorer : ServiceLoader.load(Scorer.class)) {
      found.add(scorer.with(settings));
    }
    found.sort(Comparator.comparing((Scorer scorer) -> scorer.by().kind())
        .thenComparing(scorer -> scorer.getClass().getName()));
    return new Scoring(found);
  }

  public List<Scorer> scorers() {
    return scorers;
  }

  /// How often a scorer has thrown.
  public long failures() {
    return failures.get();
  }

  /// The scores of one exchange, each with the reading's probability; none for one that no model answered and
  /// no rail judged.
  ///
  /// @param atMicros now, microseconds since the epoch
  public List<Score> score(Reading reading, long atMicros) {
    TraceRecord trace = reading.trace();
    Scorecard card = new Scorecard(trace.ids().traceId(), atMicros, reading.probability());
    for (Scorer scorer : scorers) {
      card.signs(scorer.by());
      try {
        scorer.score(reading, card);
      } catch (RuntimeException e) {
        failures.incrementAndGet();
      }
    }
    return card.scores();
  }
}
