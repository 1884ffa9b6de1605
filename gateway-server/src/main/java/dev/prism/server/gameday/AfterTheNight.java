package dev.prism.server.gameday;

import dev.prism.evals.golden.AnswerCheck;
import dev.prism.evals.golden.Answers;
import dev.prism.evals.golden.Assertion;
import dev.prism.evals.golden.GoldenEntry;
import dev.prism.evals.golden.GoldenSet;
import dev.prism.evals.golden.JudgeMemory;
import dev.prism.evals.golden.RubricScorer;
import dev.prism.incident.ContainSettings;
import dev.prism.incident.Evaluation;
import dev.prism.incident.FixKind;
import dev.prism.incident.GateClosed;
import dev.prism.incident.Happening;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentKeeper;
import dev.prism.incident.IncidentLog;
import dev.prism.incident.IncidentRecords;
import dev.prism.incident.IncidentState;
import dev.prism.incident.OnCall;
import dev.prism.incident.review.GoldenReview;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// What follows containment: the evaluation against a golden set whose state is known, and the canary of a
/// fix whose worth is known.
final class AfterTheNight {
  private static final int ENTRIES = 5;
  private static final int EACH_LOOK = 100;
  private static final int MOST_LOOKS = 60;
  private static final long LOOK_MILLIS = 11_000;
  private static final String BAD = "a bad answer";
  private static final double CONCENTRATED = 0.06;

  private final Scenario scenario;
  private final IncidentRecords records;
  private final IncidentKeeper keeper;
  private final Remembered traces;
  private final Customers customers;
  private final AtomicLong millis;

  AfterTheNight(Scenario scenario, IncidentRecords records, IncidentKeeper keeper,
      Remembered traces, Customers customers, AtomicLong millis) {
    this.scenario = scenario;
    this.records = records;
    this.keeper = keeper;
    this.traces = traces;
    this.customers = customers;
    this.millis = millis;
  }

  NightRun.Aftermath of(Incident incident, Path folder) throws IncidentLog.Unavailable, GateClosed {
    GoldenSet golden = golden(folder.resolve(scenario.id()));
    Answers answers = (_, target) -> new Answers.Answer(BAD, target == null ? "live" : target, "m",
        null);
    GoldenReview review = new GoldenReview(golden, traces, answers,
        new AnswerCheck(RubricScorer.NONE, JudgeMemory.inMemory()));
    OnCall onCall = new OnCall(records, keeper, ContainSettings.DEFAULT, review, review);
    onCall.waive(incident.id(), "on-call", "a game day's wire is not watched");
    Evaluation.Outcome outcome;
    try {
      outcome = onCall.evaluate(incident.id(), "on-call")
          .flatMap(it -> it.last(Happening.Evaluated.class))
          .map(it -> it.result().outcome())
          .orElseThrow();
    } catch (Evaluation.NotPossible _) {
      return new NightRun.Aftermath(false, null, false);
    }
    boolean right = outcome == switch (scenario.golden()) {
      case "covered_rubric_catches" -> Evaluation.Outcome.CAUGHT;
      case "covered_rubric_misses" -> Evaluation.Outcome.MISSED;
      default -> Evaluation.Outcome.ABSENT;
    };
    return canary(onCall, incident, outcome, right);
  }

  private NightRun.Aftermath canary(OnCall onCall, Incident incident, Evaluation.Outcome outcome,
      boolean right) throws IncidentLog.Unavailable, GateClosed {
    FixKind kind = outcome.needed().getFirst();
    onCall.fix(incident.id(), "on-call",
        new Happening.FixRecorded(kind, "the game day's fix", "live", scenario.fix()));
    try {
      keeper.verification().start(incident.id(), "on-call");
    } catch (GateClosed _) {
      return new NightRun.Aftermath(right, null, false);
    }
    double widest = 0;
    for (int look = 0; look < MOST_LOOKS; look++) {
      for (int i = 0; i < EACH_LOOK; i++) {
        traces.add(customers.marked("old", 0, 0, millis.get()));
        traces.add(customers.marked("live", shift(), zeros(), millis.get()));
      }
      millis.addAndGet(LOOK_MILLIS);
      keeper.round();
      Incident now = onCall.log().find(incident.id()).orElseThrow();
      widest = Math.max(widest,
          now.last(Happening.CanaryMoved.class).map(Happening.CanaryMoved::percent).orElse(0.0));
      if (!(now.state() instanceof IncidentState.Verifying)) {
        return new NightRun.Aftermath(right, widest,
            now.last(Happening.Verified.class).isPresent());
      }
    }
    return new NightRun.Aftermath(right, widest, false);
  }

  private double shift() {
    boolean stillBad = scenario.fix().equals("no_effect");
    return scenario.fix().equals("worse_2pt") ? -2 : stillBad ? -scenario.points() : 0;
  }

  private double zeros() {
    boolean stillBad = scenario.fix().equals("no_effect") && scenario.points() == 0;
    return scenario.fix().equals("worse_concentrated_6pct")
        ? CONCENTRATED
        : stillBad ? scenario.badShare() : 0;
  }

  /// Five entries of the class, whose assertion sees the bad answer or does not; or none.
  private GoldenSet golden(Path folder) {
    GoldenSet set = new GoldenSet(folder);
    if (scenario.golden().equals("not_covered")) {
      return set;
    }
    Assertion assertion = new Assertion.NotContains(
        scenario.golden().equals("covered_rubric_catches") ? BAD : "something else");
    for (int i = 0; i < ENTRIES; i++) {
      set.add(GoldenEntry
          .of("entry-" + i, Customers.ROUTE, "a question", List.of(assertion), Instant.EPOCH,
              "game-day")
          .redacted(GoldenEntry.Redaction.SYNTHETIC)
          .labelled(scenario.truth(), scenario.rubrics().getFirst(), "planted",
              GoldenEntry.Source.NONE));
    }
    return set;
  }
}
