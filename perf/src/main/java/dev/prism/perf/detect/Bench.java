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
import dev.prism.perf.detect.Traffic.Asked;
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
  private static final String TOPIC = "topic";
  private static final TraceRecord IN_COHORT = trace(ROUTE, "stable", "model",
      Map.of("part", "in"));
  private static final TraceRecord OUTSIDE = trace(ROUTE, "stable", "model", Map.of("part", "out"));
  private static final TraceRecord HOLD_OUT = trace(ROUTE, "hold-out", "model", Map.of());
  /// What tells requests apart: nothing, the question's words, or the topic, which the application names.
  static final List<String> NOTHING = List.of();
  static final List<String> WORDS = List.of("words");
  static final List<String> NAMED = List.of(TOPIC);
  private static final int BOOST_MINUTES = 10;

  final List<Signal> signals = new ArrayList<>();
  final Detection detection;
  private final SimulatedClock clock;
  private final List<String> mix;
  private final List<TraceRecord> siblings = new ArrayList<>();
  private double boostedUntil = -1;
  private int scored;

  /// @param detector  what watches the streams
  /// @param cohorts   whether parts of the traffic are watched on their own
  /// @param pages     false pages in a week that the route may have
  /// @param mix       what tells requests apart
  record Setup(
      String name,
      DetectorSettings detector,
      boolean cohorts,
      double pages,
      List<String> mix) {
    DetectSettings settings() {
      DetectSettings all = DetectSettings.DEFAULT;
      return new DetectSettings(detector, pages, all.tolerance(), all.streams(),
          cohorts ? List.of("part") : List.of(), all.cohortsPerRoute(), mix, all.confirmed(),
          all.warmAt(), Map.of(), all.clusters());
    }
  }

  Bench(Setup setup, SimulatedClock clock) {
    this.clock = clock;
    mix = setup.mix();
    detection = new Detection(setup.settings(), new Detection.Surroundings(signals::add,
        _ -> boostedUntil = minute() + BOOST_MINUTES, _ -> false), clock, Bench::question);
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

  void judged(int points, double probability, boolean inCohort, boolean newJudge, Asked asked) {
    scored++;
    give(asking(inCohort ? IN_COHORT : OUTSIDE, asked), newJudge ? NEW_JUDGE : JUDGE, points,
        probability, null);
  }

  void heldOut(int points, double probability, Asked asked) {
    give(asking(HOLD_OUT, asked), JUDGE, points, probability, null);
  }

  void sibling(int which, int points, double probability, Asked asked) {
    give(asking(siblings.get(which), asked), JUDGE, points, probability, null);
  }

  void checked(boolean passes, String reason) {
    give(OUTSIDE, CHECK, passes ? 100 : 0, 1, passes ? null : reason);
  }

  /// The same exchange with what was asked in it, as far as it is looked at.
  private TraceRecord asking(TraceRecord trace, Asked asked) {
    if (mix.isEmpty()) {
      return trace;
    }
    TraceRecord.Caller caller = trace.caller();
    return new TraceRecord(trace.ids(),
        mix.equals(NAMED)
            ? new TraceRecord.Caller(caller.tenant(), null, null,
                Map.of(TOPIC, "t" + asked.topic(), "part",
                    caller.metadata().getOrDefault("part", "")))
            : caller,
        trace.asked(), trace.served(), List.of(), trace.outcome(), trace.billing(), List.of(),
        new TraceRecord.Texts(asked.question(), null, false));
  }

  /// The body is the question alone here: reading it out of JSON anew for each row would take most of the time.
  private static String question(TraceRecord trace) {
    return String.valueOf(trace.texts().request());
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
