package dev.prism.evals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RubricTest {
  @Test
  void theFourBuiltInRubricsHaveAnchorsForEachMark() {
    assertThat(RubricLibrary.builtIn()).containsOnlyKeys(Rubric.FACTUAL_GROUNDING,
        Rubric.PRIVACY_AND_SAFETY, Rubric.INSTRUCTION_ADHERENCE, Rubric.OPTIMAL_PLAN_EXECUTION);
    assertThat(RubricLibrary.builtIn()).hasEntrySatisfying(Rubric.FACTUAL_GROUNDING,
        rubric -> assertThat(rubric.anchors()).hasSize(5).first().asString().contains("invented"));
  }

  @Test
  void anOperatorsRubricJoinsThemOrTakesAPlace() {
    Map<String, String> anchors = Map.of("1", "rude", "2", "curt", "3", "plain", "4", "kind", "5",
        "warm");
    EvalSettings settings = new EvalSettings(CheckSettings.DEFAULT,
        Map.of("tone", new RubricSettings("2", "Is it kind?", anchors)), KeepSettings.DEFAULT, EvalSettings.DEFAULT_GOLDEN,
        null);
    assertThat(settings.allRubrics()).containsKeys("factual_grounding", "context_adherence")
        .doesNotContainKeys("bleu_score", "ocr_evaluation");
    assertThat(settings.allRubrics()).hasEntrySatisfying("tone",
        rubric -> assertThat(rubric.anchors()).containsExactly("rude", "curt", "plain", "kind",
            "warm"));
  }

  @Test
  void aRubricWithoutANameOrAnAnchorIsRefused() {
    assertThatThrownBy(() -> new RubricSettings("1", "x?", Map.of("1", "a")).rubric("tone"))
        .hasMessageContaining("anchors");
    assertThatThrownBy(() -> new Rubric("Tone", "1", "x?", List.of("a", "b", "c", "d", "e")))
        .hasMessageContaining("name");
  }
}
