package dev.prism.incident.detect;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.Signal;
import dev.prism.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Detection in made-up traffic, in a time that a test turns.
final class Town {
  static final long SEED = 20_261_127;

  final TestClock clock = TestClock.start();
  final List<Signal> signals = new ArrayList<>();
  final TreeSet<String> warm = new TreeSet<>();
  final TreeSet<String> open = new TreeSet<>();
  final Detection detection;
  private final Random random;
  private long traces;

  Town(DetectSettings settings) {
    this(settings, SEED);
  }

  Town(DetectSettings settings, long seed) {
    random = new Random(seed);
    detection = new Detection(settings,
        new Detection.Surroundings(signals::add, warm::add, open::contains), clock);
  }

  /// Where an answer came from, and who judged it.
  record Origin(
      String route,
      String target,
      String prompt,
      String model,
      String judge,
      Map<String, String> metadata) {
    static final Origin REFUND = new Origin("refund", "stable", "refund@12", "model-a", "judge-1",
        Map.of());

    Origin route(String other) {
      return new Origin(other, target, prompt, model, judge, metadata);
    }

    Origin prompt(String other) {
      return new Origin(route, target, other, model, judge, metadata);
    }

    Origin target(String other) {
      return new Origin(route, other, prompt, model, judge, metadata);
    }

    Origin model(String other) {
      return new Origin(route, target, prompt, other, judge, metadata);
    }

    Origin judge(String other) {
      return new Origin(route, target, prompt, model, other, metadata);
    }

    Origin metadata(String key, String value) {
      return new Origin(route, target, prompt, model, judge, Map.of(key, value));
    }
  }

  /// A score near `points` of 100, off by 19 points as judges' are.
  void judged(Origin origin, double points) {
    double drawn = Math.clamp(points + 19 * random.nextGaussian(), 0, 100);
    give(origin, Score.Kind.JUDGE, 1 + drawn / 25, 0.05, null);
  }

  void checked(Origin origin, boolean passes, String reason) {
    give(origin, Score.Kind.CHECK, passes ? 5 : 1, 1, passes ? null : reason);
  }

  void give(Origin origin, Score.Kind kind, double value, double probability,
      @Nullable String reason) {
    String id = "%032x".formatted(++traces);
    Score.By by = new Score.By(kind, origin.judge(), "v1");
    Score score = new Score(id, "factual_grounding", value, by, probability, clock.millis() * 1_000,
        reason, null);
    detection.scored(new ScoredTrace(trace(id, origin), List.of(score)));
  }

  static TraceRecord trace(String id, Origin origin) {
    return new TraceRecord(new TraceRecord.Ids(id, "00f067aa0ba902b7", null, "req"),
        new TraceRecord.Caller("acme", null, null, origin.metadata()),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, origin.route(), false, 0),
        new TraceRecord.Served(origin.route(), 1, "primary", origin.target(), "sim", origin.model(),
            origin.prompt(), false, null),
        List.of(),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 1, 2),
        new TraceRecord.Billing(TokenUsage.NONE, null), List.of(), TraceRecord.Texts.NONE);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  /// Lets minutes pass; what happens in each comes first.
  void minutes(int count, Runnable each) {
    for (int i = 0; i < count; i++) {
      each.run();
      clock.advance(Duration.ofMinutes(1));
      detection.tick();
    }
  }

  /// A day of five scores a minute about 65 points.
  void usualDay(Origin origin) {
    minutes(1_440, () -> five(origin, 65));
  }

  void five(Origin origin, double points) {
    for (int i = 0; i < 5; i++) {
      judged(origin, points);
    }
  }

  List<Signal.ScoreDrop> drops() {
    return signals.stream()
        .filter(Signal.ScoreDrop.class::isInstance)
        .map(Signal.ScoreDrop.class::cast)
        .toList();
  }
}
