package dev.prism.evals.golden;

import dev.prism.evals.golden.GoldenEntry.Turn;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// DeepEval's `Golden`: `{"input": text, "expectedOutput", "context": [text…], "comments",
/// "additionalMetadata", …}`. Of a conversation of several turns the input is the last question.
final class DeepEvalGoldens extends CaseFormat {
  DeepEvalGoldens() {
    super("deepeval", "additionalMetadata");
  }

  @Override
  void write(GoldenEntry entry, ObjectNode form, ObjectNode prism, ObjectNode kept) {
    form.put("input", entry.question());
    if (!isPlain(entry.input())) {
      prism.set("input", GoldenJson.turns(entry.input()));
    }
    GoldenJson.put(form, "expectedOutput", entry.target());
    if (!entry.context().isEmpty()) {
      form.set("context", GoldenJson.texts(entry.context()));
    }
    if (!entry.description().isEmpty()) {
      form.put("comments", entry.description());
      prism.remove("description");
    }
    var asserts = prism.putArray("asserts");
    entry.asserts().forEach(each -> asserts.add(AssertionJson.write(each)));
  }

  @Override
  Body read(Members form, Members prism, ObjectNode kept) {
    String input = form.need("input");
    return new Body(null, chat(prism.take("input"), input), form.texts("context"),
        form.text("expectedOutput"), OpenAiSamples.asserts(prism),
        oneLine(form.text("comments"), "comments", kept));
  }

  /// The conversation that was exported, unless its question has been changed since.
  private static List<Turn> chat(@Nullable JsonNode exported, String input) {
    return Optional.ofNullable(exported)
        .map(GoldenJson::turns)
        .filter(turns -> question(turns).equals(input))
        .orElseGet(() -> List.of(Turn.user(input)));
  }

  private static String question(List<Turn> turns) {
    return turns.reversed()
        .stream()
        .filter(turn -> turn.role().equals("user"))
        .findFirst()
        .orElse(turns.getLast())
        .content();
  }

  static boolean isPlain(List<Turn> turns) {
    return turns.size() == 1 && turns.getFirst().role().equals("user");
  }
}
