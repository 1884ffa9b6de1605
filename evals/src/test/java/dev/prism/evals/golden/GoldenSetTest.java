package dev.prism.evals.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.evals.golden.GoldenEntry.Redaction;
import dev.prism.evals.golden.GoldenEntry.Source;
import dev.prism.evals.golden.GoldenEntry.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenSetTest {
  private static final String LEAKED = "jane.doe@gmail.com";

  @TempDir
  private Path folder;

  @Test
  void entriesAreLinesOfOneFileForEachRouteSortedById() throws IOException {
    GoldenSet set = new GoldenSet(folder.resolve("golden"));
    set.add(Entries.refund("b", new Assertion.Contains("14 days")));
    set.add(Entries.refund("a", new Assertion.Regex("[0-9]+ days")));
    set.add(GoldenEntry.of("c", "sim/sim-small", "Hello?", List.of(), Entries.NOON, "sam"));
    try (var files = Files.list(set.folder())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("refund-agent.jsonl", "sim~2f~sim-small.jsonl");
    }
    List<String> lines = Files.readAllLines(set.folder().resolve("refund-agent.jsonl"));
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).startsWith("{\"id\":\"a\",\"input\":[{\"role\":\"user\"");
    assertThat(set.all()).extracting(GoldenEntry::id).containsExactly("a", "b", "c");
  }

  @Test
  void addingOneChangesOneLine() throws IOException {
    GoldenSet set = new GoldenSet(folder);
    set.add(Entries.refund("a"));
    set.add(Entries.refund("c"));
    List<String> before = Files.readAllLines(folder.resolve("refund-agent.jsonl"));
    set.add(Entries.refund("b"));
    List<String> after = Files.readAllLines(folder.resolve("refund-agent.jsonl"));
    assertThat(after).containsSubsequence(before).hasSize(3);
  }

  @Test
  void itFindsByRouteClassAndRubric() {
    GoldenSet set = new GoldenSet(folder);
    set.add(Entries.refund("plain"));
    set.add(Entries.refund("grounded")
        .labelled("hallucination", "factual_grounding", "empty retrieval block", Source.NONE));
    assertThat(set.find("refund-agent", "hallucination", null)).extracting(GoldenEntry::id)
        .containsExactly("grounded");
    assertThat(set.find(null, null, "factual_grounding")).hasSize(1);
    assertThat(set.find("other", null, null)).isEmpty();
  }

  @Test
  void theSameEntryAgainChangesNothingAndAnotherOfItsIdIsRefused() {
    GoldenSet set = new GoldenSet(folder);
    set.add(Entries.refund("a"));
    set.add(Entries.refund("a"));
    assertThat(set.all()).hasSize(1);
    assertThatThrownBy(() -> set.add(Entries.refund("a", new Assertion.Contains("x"))))
        .hasMessageContaining("another entry a");
  }

  @Test
  void anEntryThatWasChangedByHandIsNoticed() throws IOException {
    GoldenSet set = new GoldenSet(folder);
    set.add(Entries.refund("a"));
    Path file = folder.resolve("refund-agent.jsonl");
    Files.writeString(file, Files.readString(file).replace("How long", "How short"));
    assertThatThrownBy(set::all)
        .hasMessageContaining("refund-agent.jsonl:1: sha256 does not fit a");
  }

  @Test
  void aLeakedValueIsRefusedWhateverTheEntrySaysOfItself() {
    GoldenSet set = new GoldenSet(folder);
    GoldenEntry leak = Entries.refund("leak", new Assertion.NotContains(LEAKED))
        .asking(List.of(Turn.user("Send it to " + LEAKED)), List.of());
    for (Redaction claimed : Redaction.values()) {
      assertThatThrownBy(() -> set.add(leak.redacted(claimed))).hasMessageContaining("pii/email")
          .message()
          .doesNotContain(LEAKED);
    }
    assertThat(set.all()).isEmpty();
  }

  @Test
  void aMaskedLeakIsKeptWithoutTheValue() throws IOException {
    GoldenSet set = new GoldenSet(folder);
    GoldenEntry masked = GoldenGuard.masked(Entries
        .refund("leak", new Assertion.NotContains(LEAKED),
            new Assertion.ScannerFree(List.of("pii")))
        .asking(List.of(Turn.user("Is " + LEAKED + " the customer? I mean " + LEAKED + ".")),
            List.of("Customer: " + LEAKED)));
    set.add(masked);
    assertThat(masked.redaction()).isEqualTo(Redaction.MASKED);
    assertThat(masked.question()).isEqualTo("Is [email-1] the customer? I mean [email-1].");
    assertThat(masked.asserts().getFirst()).isEqualTo(new Assertion.NotContains("[email-1]"));
    assertThat(Files.readString(folder.resolve("refund-agent.jsonl"))).doesNotContain(LEAKED);
  }

  @Test
  void aSyntheticLeakMayHoldValuesThatBelongToNobody() {
    GoldenSet set = new GoldenSet(folder);
    GoldenEntry synthetic = Entries.refund("leak")
        .asking(List.of(Turn.user("Who is kim@example.com, 415-555-0132?")), List.of());
    set.add(synthetic.redacted(Redaction.SYNTHETIC));
    assertThat(set.all()).hasSize(1);
  }

  @Test
  void aLeakMustBeMaskedOrSynthetic() {
    assertThatThrownBy(() -> Entries.refund("leak").labelled("pii_leak", null, "", Source.NONE))
        .hasMessageContaining("synthetic or masked");
  }

  @Test
  void twoSetsOverOneFolderSeeEachOther() {
    GoldenSet one = new GoldenSet(folder);
    GoldenSet two = new GoldenSet(folder);
    one.add(Entries.refund("a"));
    two.add(Entries.refund("b"));
    assertThat(one.all()).extracting(GoldenEntry::id).containsExactly("a", "b");
  }
}
