package dev.prism.perf.detect;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.Signal;
import dev.prism.incident.detect.DetectSettings;
import dev.prism.incident.detect.Detection;
import dev.prism.incident.detect.DetectorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One detector on one route in simulated time.
final class Bench {
  static final String ROUTE = "route";
  static final String TRACE = "0123456789abcdef0123456789abcdef";
  private static final Score.By JUDGE = new Score.By(Score.Kind.JUDGE, "judge", "v1");
  private static final Score.By NEW_JUDGE = new Score.By(Score.Kind.JUDGE, "judge-2", "v1");
  private static final Score.By CHECK = new Score.By(Score.Kind.CHECK, "checks", "v1");
  private static final TraceRecord IN_COHORT = trace(ROUTE, "stable", "model",
      Map.of("part", "in"));
  private static final TraceRecord OUTSIDE = trace(ROUTE, "stable", "model", Map.of("part", "out"));
  private static final TraceRecord HOLD_OUT = trace(ROUTE, "hold-out", "model", Map.of());
  private static final int BOOST_MINUTES = 10;

  final List<Signal> signals = new ArrayList<>();
  final Detection detection;
  private final SimulatedClock clock;
  private final List<TraceRecord> siblings = new ArrayList<>();
  private double boostedUntil = -1;
  private int scored;

  /// @param detector  what watches the streams
  /// @param cohorts   whether parts of the traffic are watched on their own
  /// @param pages     false pages in a week that the route may have
  /// @param tolerance points
  record Setup(
      String name,
      DetectorSettings detector,
      boolean cohorts,
      double pages,
      double tolerance) {
    DetectSettings settings() {
      DetectSettings all = DetectSettings.DEFAULT;
      return new DetectSettings(detector, pages, tolerance, all.streams(),
          cohorts ? List.of("part") : List.of(), all.cohortsPerRoute(), all.confirmed(),
          all.warmAt(), Map.of(), all.clusters());
    }
  }

  Bench(Setup setup, SimulatedClock clock) {
    this.clock = clock;
    detection = new Detection(setup.settings(), new Detection.Surroundings(signals::add,
        _ -> boostedUntil = minute() + BOOST_MINUTES, _ -> false), clock);
    for (int i = 0; i < 3; i++) {
      siblings.add(trace("sibling-" + i, "stable", "model-" + i, Map.of()));
    }
  }

  private double minute() {
    return clock.millis() / 60_000.0;
  }

  boolean isBoosted() {
    return minute() < boostedUntil;
  }

  void judged(int points, double probability, boolean inCohort, boolean newJudge) {
    scored++;
    give(inCohort ? IN_COHORT : OUTSIDE, newJudge ? NEW_JUDGE : JUDGE, points, probability, null);
  }

  void heldOut(int points, double probability) {
    give(HOLD_OUT, JUDGE, points, probability, null);
  }

  void sibling(int which, int points, double probability) {
    give(siblings.get(which), JUDGE, points, probability, null);
  }

  void checked(boolean passes, String reason) {
    give(OUTSIDE, CHECK, passes ? 100 : 0, 1, passes ? null : reason);
  }

  private void give(TraceRecord trace, Score.By by, int points, double probability,
      @Nullable String reason) {
    Score score = new Score(TRACE, "factual_grounding", 1 + points / 25.0, by, probability, 0,
        reason, null);
    detection.scored(new ScoredTrace(trace, List.of(score)));
  }

  int scored() {
    return scored;
  }

  private static TraceRecord trace(String route, String target, String model,
      Map<String, String> metadata) {
    return new TraceRecord(new TraceRecord.Ids(TRACE, "00f067aa0ba902b7", null, "r"),
        new TraceRecord.Caller("acme", null, null, metadata),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, route, false, 0),
        new TraceRecord.Served(route, 1, "primary", target, "sim", model, "prompt@1", false, null),
        List.of(),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 1, 2),
        new TraceRecord.Billing(TokenUsage.NONE, null), List.of(), TraceRecord.Texts.NONE);
  }
}
