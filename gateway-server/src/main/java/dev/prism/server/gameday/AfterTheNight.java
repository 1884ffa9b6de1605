package dev.prism.server.gameday;

import dev.prism.evals.golden.AnswerCheck;
import dev.prism.evals.golden.Answers;
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

/// What follows containment: the evaluation against a golden set whose state is known, and the canary of a
/// fix whose worth is known.
final class AfterTheNight {
  private static final int EACH_LOOK = 100;
  private static final int MOST_LOOKS = 60;
  private static final long LOOK_MILLIS = 11_000;
  private static final String BAD = "a bad answer";

  private final Scenario scenario;
  private final NightMarks marks;
  private final InProcess stage;
  private final Remembered traces;

  AfterTheNight(Scenario scenario, NightMarks marks, InProcess stage, Remembered traces) {
    this.scenario = scenario;
    this.marks = marks;
    this.stage = stage;
    this.traces = traces;
  }

  Stage.Aftermath of(Incident incident, Path folder, IncidentRecords records, IncidentKeeper keeper)
      throws IncidentLog.Unavailable, GateClosed {
    GoldenSet golden = new GoldenSet(folder.resolve(scenario.id()));
    GoldenPlant.into(golden, scenario, BAD);
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
      return new Stage.Aftermath(false, null, false);
    }
    boolean right = outcome == GoldenPlant.expected(scenario);
    return canary(onCall, incident, outcome, right);
  }

  private Stage.Aftermath canary(OnCall onCall, Incident incident, Evaluation.Outcome outcome,
      boolean right) throws IncidentLog.Unavailable, GateClosed {
    FixKind kind = outcome.needed().getFirst();
    onCall.fix(incident.id(), "on-call",
        new Happening.FixRecorded(kind, "the game day's fix", "live", scenario.fix()));
    try {
      onCall.keeper().verification().start(incident.id(), "on-call");
    } catch (GateClosed _) {
      return new Stage.Aftermath(right, null, false);
    }
    double widest = 0;
    for (int look = 0; look < MOST_LOOKS; look++) {
      for (int i = 0; i < EACH_LOOK; i++) {
        stage.canary(NightMarks.OLD, marks.of(NightMarks.OLD, false, 0));
        stage.canary(NightMarks.LIVE, marks.ofFix());
      }
      stage.pass(LOOK_MILLIS);
      Incident now = onCall.log().find(incident.id()).orElseThrow();
      widest = Math.max(widest,
          now.last(Happening.CanaryMoved.class).map(Happening.CanaryMoved::percent).orElse(0.0));
      if (!(now.state() instanceof IncidentState.Verifying)) {
        return new Stage.Aftermath(right, widest, now.last(Happening.Verified.class).isPresent());
      }
    }
    return new Stage.Aftermath(right, widest, false);
  }
}
