package dev.prism.incident.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.incident.FailureCluster.Contrast;
import dev.prism.incident.review.PostmortemFacts.Change;
import dev.prism.incident.review.PostmortemFacts.Evaluated;
import dev.prism.incident.review.PostmortemFacts.Event;
import dev.prism.incident.review.PostmortemFacts.FixFact;
import dev.prism.incident.review.PostmortemFacts.FlipFact;
import dev.prism.incident.review.PostmortemFacts.Impact;
import dev.prism.testing.GoldenFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PostmortemTest {
  private static final long ONSET = 1_795_732_020_000L;
  private static final Map<String, Object> TYPED = Map.of("summary",
      "The refund agent answered without the refund policy.", "root_cause",
      "Version 13 of the prompt concatenated an empty retrieval block.", "lessons",
      "The retrieval rubric did not look at empty blocks.", "gate",
      "A case with an empty retrieval block.", "action_items",
      List.of(
          Map.of("text", "Take the flip back", "owner", "kim", "due", "2026-11-30", "flip", "f-1"),
          Map.of("text", "Check retrieval blocks in CI", "owner", "sam", "due", "2026-12-04")));

  private static PostmortemFacts facts(boolean inForce, List<String> golden) {
    return new PostmortemFacts("inc-1", "refund-agent", "hallucination", "S2",
        "empty retrieval block (c-7)", ONSET, ONSET + 1_080_000, ONSET + 1_110_000L,
        List.of(
            new Event(ONSET + 1_080_000, "detect", "prism", "factual_grounding fell by 11 points"),
            new Event(ONSET + 1_100_000, "contain", "kim", "flipped to stable")),
        List.of("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7a3ce929d0e0e4736"),
        List.of(new Change("prompt", "refund@12", "refund@13")),
        new Impact(47, -1, 31, List.of("s-1", "s-2"), Map.of("acme", 40L, "globex", 7L)),
        List.of(new Contrast("retrieval_empty", "true", 0.94, 0.003, 187, 0.9, 0.0001)),
        new Evaluated("absent", 0, 0, 0, "The golden set lacks the class on this route."),
        List.of(new FlipFact("f-1", "stable", "all of refund-agent", inForce)),
        List.of(new FixFact("prompt_rollback", "back to refund@12", "refund@14")), golden);
  }

  private static Postmortem whole() {
    return new Postmortem(facts(true, List.of("refund-empty-block")), PostmortemText.of(TYPED));
  }

  @Test
  void sevenSectionsAreFilledIn() {
    String page = whole().markdown();
    GoldenFile.at("dev/prism/incident/review/postmortem.md").matches(page);
    assertThat(page.lines().filter(line -> line.startsWith("## "))).containsExactly("## 1. Summary",
        "## 2. Timeline", "## 3. Root cause", "## 4. Customer impact", "## 5. Action items",
        "## 6. Lessons", "## 7. Eval-gate review and golden-set entry");
    GoldenFile.at("dev/prism/incident/review/postmortem.json")
        .matches(
            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(whole().json())
                + "\n");
  }

  @Test
  void aWholeOneLacksNothing() {
    assertThat(whole().missing()).isEmpty();
    assertThat(whole().blaming()).isEmpty();
  }

  @Test
  void itCannotBeLeftWithoutGoldenEntryOwnersDatesAndRevert() {
    Postmortem empty = new Postmortem(facts(true, List.of()), PostmortemText.of(Map.of()));
    assertThat(empty.missing()).anyMatch(each -> each.contains("golden entry"))
        .anyMatch(each -> each.contains("root cause"))
        .anyMatch(each -> each.contains("lessons"))
        .anyMatch(each -> each.contains("action item"))
        .anyMatch(each -> each.contains("revert of flip f-1"));
    Postmortem dateless = new Postmortem(facts(false, List.of("a")),
        PostmortemText.of(Map.of("root_cause", "x", "lessons", "y", "action_items",
            List.of(Map.of("text", "Do it", "owner", "sam")))));
    assertThat(dateless.missing()).singleElement().asString().contains("Do it").contains("date");
  }

  @Test
  void aRevertedFlipNeedsNoActionItem() {
    Postmortem reverted = new Postmortem(facts(false, List.of("a")),
        PostmortemText.of(Map.of("root_cause", "x", "lessons", "y", "action_items",
            List.of(Map.of("text", "Do it", "owner", "sam", "due", "2026-12-04")))));
    assertThat(reverted.missing()).isEmpty();
  }

  @Test
  void peopleBesideWordsOfBlameAreFound() {
    List<String> people = List.of("kim", "sam");
    for (String blaming : List.of("Kim forgot to test the prompt.", "It was sam's fault.",
        "He should have looked.", "Maria Lopez broke the index.", "This is a mistake of @jo.",
        "sam failed to read the page")) {
      assertThat(BlamelessCheck.find(List.of(blaming), people)).as(blaming).hasSize(1);
    }
    for (String fair : List.of("The check failed to run.", "Kim flipped the route within a minute.",
        "The prompt broke on an empty block. Sam reverted it.",
        "A same-day deploy caused the drop.", "Nobody was paged for 18 minutes.")) {
      assertThat(BlamelessCheck.find(List.of(fair), people)).as(fair).isEmpty();
    }
  }

  @Test
  void aBlamingOneIsNotCompleteUntilItIsReworded() {
    Map<String, Object> typed = new HashMap<>(TYPED);
    typed.put("lessons", "Sam forgot to test the prompt.");
    Postmortem blaming = new Postmortem(facts(true, List.of("a")), PostmortemText.of(typed));
    assertThat(blaming.missing()).singleElement()
        .asString()
        .contains("Sam forgot to test the prompt.");
    typed.put("blameless", true);
    assertThat(new Postmortem(facts(true, List.of("a")), PostmortemText.of(typed)).missing())
        .as("a person stands by the words")
        .isEmpty();
  }

  @Test
  void whatCannotBeReadIsRefused() {
    assertThatThrownBy(() -> PostmortemText.of(Map.of("root_couse", "x")))
        .hasMessageContaining("there is no root_couse");
    assertThatThrownBy(
        () -> PostmortemText.of(Map.of("action_items", List.of(Map.of("due", "tomorrow")))))
        .hasMessageContaining("2026-12-04");
    assertThatThrownBy(() -> PostmortemText.of(Map.of("lessons", 7)))
        .hasMessageContaining("lessons must be a text");
  }
}
