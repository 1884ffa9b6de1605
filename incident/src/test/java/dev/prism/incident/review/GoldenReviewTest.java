package dev.prism.incident.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.evals.ScoredTraces;
import dev.prism.evals.golden.AnswerCheck;
import dev.prism.evals.golden.Answers;
import dev.prism.evals.golden.Assertion;
import dev.prism.evals.golden.GoldenEntry;
import dev.prism.evals.golden.GoldenSet;
import dev.prism.evals.golden.JudgeMemory;
import dev.prism.evals.golden.RubricScorer;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.Evaluation;
import dev.prism.incident.Evaluation.Outcome;
import dev.prism.incident.IncidentClass;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenReviewTest {
  private static final String BAD = "a bad answer";

  @TempDir
  private Path folder;

  /// What the golden set says of a class when it has entries of it by the rubric `factual_grounding`.
  private Outcome outcome(IncidentClass type, String noticed) throws Evaluation.NotPossible {
    GoldenSet set = new GoldenSet(folder.resolve(type.word()));
    set.add(GoldenEntry
        .of("entry", "refund", "where is my money", List.of(new Assertion.NotContains(BAD)),
            Instant.EPOCH, "ann")
        .redacted(GoldenEntry.Redaction.SYNTHETIC)
        .labelled(type.word(), "factual_grounding", "a case", GoldenEntry.Source.NONE));
    Answers answers = (_, _) -> new Answers.Answer(BAD, "live", "m", null);
    return new GoldenReview(set, new Nothing(), answers,
        new AnswerCheck(RubricScorer.NONE, JudgeMemory.inMemory()))
        .run(new Evaluation.Subject("inc-1", "refund", type, "live", null, null, List.of(noticed),
            List.of()))
        .outcome();
  }

  @Test
  void driftMayShowInAnyRubricSoEveryEntryOfItsClassCounts() throws Exception {
    assertThat(outcome(IncidentClass.DRIFT, "optimal_plan_execution")).isEqualTo(Outcome.CAUGHT);
  }

  @Test
  void anInventionIsToldByItsRubric() throws Exception {
    assertThat(outcome(IncidentClass.HALLUCINATION, "optimal_plan_execution"))
        .isEqualTo(Outcome.ABSENT);
  }

  private static final class Nothing implements ScoredTraces {
    @Override
    public Optional<ScoredTrace> find(String id) {
      return Optional.empty();
    }

    @Override
    public List<ScoredTrace> list(Query query, int limit) {
      return List.of();
    }

    @Override
    public void add(Score score) {
      throw new UnsupportedOperationException("nothing is scored here");
    }
  }
}
