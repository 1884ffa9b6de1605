package dev.prism.incident.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupingTest {
  private static final IntentTexts TEXTS = IntentTexts.own();
  private final Grouping grouping = new Grouping(ClusterSettings.DEFAULT);
  private final Random random = new Random(31);
  private final List<FailingTrace> failing = new ArrayList<>();

  @Test
  void theOrderOfTracesChangesNothing() {
    some(20, "check:empty", TEXTS.names().get(0));
    some(30, null, TEXTS.names().get(1));
    some(20, null, TEXTS.names().get(2));
    scattered(30);
    List<List<String>> inOrder = members(grouping.run(failing, List.of()));
    Collections.shuffle(failing, new Random(3));
    assertThat(members(grouping.run(failing, List.of()))).isEqualTo(inOrder);
    assertThat(inOrder).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void answersThatAreEqualToTheLetterAreOneGroup() {
    for (int i = 0; i < 40; i++) {
      add("I am sorry, the ledger is closed for maintenance.", null);
    }
    some(25, null, TEXTS.names().get(1));
    scattered(40);
    Grouping.Run run = grouping.run(failing, List.of());
    assertThat(members(run)).anySatisfy(group -> assertThat(group).hasSize(40));
    assertThat(run.texts()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void onlyEqualAnswersAreOneGroupToo() {
    for (int i = 0; i < 6; i++) {
      add("always the same", null);
    }
    assertThat(members(grouping.run(failing, List.of()))).hasSize(1);
  }

  @Test
  void emptyTextsAreGroupedAndNothingFails() {
    for (int i = 0; i < 10; i++) {
      add("", null);
    }
    scattered(20);
    assertThat(members(grouping.run(failing, List.of())))
        .anySatisfy(group -> assertThat(group).hasSize(10));
  }

  @Test
  void tooFewAreNoGroup() {
    some(4, "check:empty", TEXTS.names().getFirst());
    assertThat(grouping.run(failing, List.of()).drafts()).isEmpty();
    assertThat(grouping.run(List.of(), List.of()).drafts()).isEmpty();
  }

  @Test
  void twoThousandFailuresAreGroupedInSeconds() {
    for (int i = 0; i < 2_000; i++) {
      add(text(TEXTS.names().get(random.nextInt(TEXTS.names().size()))) + " order "
          + Integer.toString(random.nextInt(40), 36) + "x", null);
    }
    long start = System.nanoTime();
    Grouping.Run run = grouping.run(failing, List.of());
    assertThat(run.drafts()).isNotEmpty();
    assertThat((System.nanoTime() - start) / 1_000_000).as("ms, with room for a slow machine")
        .isLessThan(60_000);
  }

  private static List<List<String>> members(Grouping.Run run) {
    return run.drafts()
        .stream()
        .map(draft -> draft.members().stream().map(FailingTrace::id).toList())
        .toList();
  }

  private void some(int count, @Nullable String signature, String intent) {
    for (int i = 0; i < count; i++) {
      add(text(intent), signature);
    }
  }

  private void scattered(int count) {
    for (int i = 0; i < count; i++) {
      add(text(TEXTS.names().get(3 + random.nextInt(TEXTS.names().size() - 3))), null);
    }
  }

  private String text(String intent) {
    List<String> texts = TEXTS.intents().getOrDefault(intent, List.of());
    return texts.get(random.nextInt(texts.size()));
  }

  private void add(String text, @Nullable String signature) {
    failing.add(new FailingTrace("t" + failing.size(), failing.size(), text, signature, Set.of(),
        Map.of()));
  }
}
