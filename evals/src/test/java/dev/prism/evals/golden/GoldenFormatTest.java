package dev.prism.evals.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class GoldenFormatTest {
  private static final ImportDefaults DEFAULTS = new ImportDefaults("refund-agent", Entries.NOON,
      "sam");

  @ParameterizedTest
  @EnumSource
  void whatGoesOutComesBackAsItWas(GoldenFormat format) {
    for (long seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      List<GoldenEntry> entries = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        entries.add(Entries.random(random, "case-" + i));
      }
      String file = format.write(entries);
      List<GoldenEntry> back = format.read(file, DEFAULTS);
      assertThat(back).as("%s, seed %d: %s", format, seed, file).isEqualTo(entries);
      assertThat(back.getFirst().sha256()).isEqualTo(entries.getFirst().sha256());
    }
  }

  @Test
  void promptfooCasesKeepWhatPrismDoesNotKnow() {
    keeps(GoldenFormat.PROMPTFOO,
        """
            {"description":"refund window","vars":{"question":"How long?","locale":"en","limits":[1,2]},\
            "assert":[{"type":"contains","value":"14 days","weight":2},\
            {"type":"javascript","value":"output.length < 200"},\
            {"type":"llm-rubric","value":"Is polite"},{"type":"not-contains","value":"sorry"}],\
            "options":{"provider":"openai:gpt-5-mini"},"metadata":{"team":"billing"}}
            """);
    GoldenEntry entry = GoldenFormat.PROMPTFOO
        .read(
            """
                {"vars":{"question":"How long?"},"assert":[{"type":"contains","value":"14 days","weight":2},\
                {"type":"javascript","value":"output.length < 200"}]}
                """,
            DEFAULTS)
        .getFirst();
    assertThat(entry.question()).isEqualTo("How long?");
    assertThat(entry.asserts().getFirst()).isEqualTo(new Assertion.Contains("14 days"));
    assertThat(entry.asserts().getLast()).isInstanceOf(Assertion.Foreign.class);
  }

  @Test
  void openAiSamplesKeepWhatPrismDoesNotKnow() {
    keeps(GoldenFormat.OPENAI_EVALS,
        """
            {"input":[{"role":"system","content":"Be short."},{"role":"user","content":"2+2?","name":"kim"}],\
            "ideal":["4","four"],"difficulty":1}
            {"input":"2+3?","ideal":"5"}
            """);
  }

  @Test
  void inspectSamplesKeepWhatPrismDoesNotKnow() {
    keeps(GoldenFormat.INSPECT, """
        {"input":"Which one?","choices":["a","b"],"target":["A"],"id":7,"metadata":{"level":3},\
        "files":{"a.txt":"x"}}
        """);
  }

  @Test
  void deepEvalGoldensKeepWhatPrismDoesNotKnow() {
    keeps(GoldenFormat.DEEPEVAL, """
        [{"input":"How long?","actualOutput":"never","expectedOutput":"14 days",\
        "retrievalContext":["policy"],"context":["a","b"],"comments":"two\\nlines",\
        "additionalMetadata":{"level":3},"sourceFile":"faq.md"}]
        """);
  }

  /// Foreign in, foreign out: everything that was there is there again.
  private static void keeps(GoldenFormat format, String file) {
    List<GoldenEntry> entries = format.read(file, DEFAULTS);
    List<JsonNode> before = trees(file);
    List<JsonNode> after = trees(format.write(entries));
    String metadata = format == GoldenFormat.DEEPEVAL ? "additionalMetadata" : "metadata";
    for (int i = 0; i < before.size(); i++) {
      ObjectNode written = (ObjectNode) after.get(i);
      ObjectNode more = (ObjectNode) written.get(metadata);
      more.remove("prism");
      if (more.isEmpty()) {
        written.remove(metadata);
      }
      if (format == GoldenFormat.INSPECT) {
        assertThat(written.get("id")).isEqualTo(before.get(i).get("id"));
      }
      assertThat(written).isEqualTo(before.get(i));
    }
    assertThat(format.read(format.write(entries), DEFAULTS)).isEqualTo(entries);
  }

  private static List<JsonNode> trees(String file) {
    List<JsonNode> trees = new ArrayList<>();
    if (file.startsWith("[")) {
      GoldenJson.MAPPER.readTree(file).forEach(trees::add);
    } else {
      file.lines().forEach(line -> trees.add(GoldenJson.MAPPER.readTree(line)));
    }
    return trees;
  }

  @Test
  void anEditedQuestionWinsOverTheExportedConversation() {
    GoldenEntry entry = Entries.refund("a", new Assertion.Contains("14"))
        .asking(List.of(new GoldenEntry.Turn("system", "Be short."),
            GoldenEntry.Turn.user("How long?")), List.of());
    String file = GoldenFormat.DEEPEVAL.write(List.of(entry))
        .replaceFirst("How long\\?", "How many days?");
    assertThat(GoldenFormat.DEEPEVAL.read(file, DEFAULTS).getFirst().question())
        .isEqualTo("How many days?");
  }

  @Test
  void aCaseThatCannotBeReadIsNamed() {
    assertThatThrownBy(
        () -> GoldenFormat.PROMPTFOO.read("{\"vars\":{\"q\":\"a\"}}\n{\"vars\":{}}", DEFAULTS))
        .hasMessage("case 2: vars has no text to ask");
  }
}
