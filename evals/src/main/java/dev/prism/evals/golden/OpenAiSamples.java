package dev.prism.evals.golden;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `{"input": [message…], "ideal": text or texts}` of OpenAI evals; its readers leave other members alone.
final class OpenAiSamples extends CaseFormat {
  OpenAiSamples() {
    super("openai-evals", "metadata");
  }

  @Override
  void write(GoldenEntry entry, ObjectNode form, ObjectNode prism, ObjectNode kept) {
    ChatForm.writeInput(entry.input(), form, kept);
    ChatForm.writeAnswer("ideal", entry.target(), form, kept);
    rest(entry, prism);
  }

  @Override
  Body read(Members form, Members prism, ObjectNode kept) {
    @Nullable
    JsonNode ideal = form.take("ideal");
    return new Body(null, ChatForm.readInput(form.take("input"), kept), context(prism),
        ChatForm.readAnswer(ideal, kept), asserts(prism), "");
  }

  /// Context and assertions, for forms that have a place for neither.
  static void rest(GoldenEntry entry, ObjectNode prism) {
    if (!entry.context().isEmpty()) {
      prism.set("context", GoldenJson.texts(entry.context()));
    }
    var asserts = prism.putArray("asserts");
    entry.asserts().forEach(each -> asserts.add(AssertionJson.write(each)));
  }

  static List<String> context(Members prism) {
    return prism.texts("context");
  }

  static List<Assertion> asserts(Members prism) {
    return GoldenJson.asserts(prism.take("asserts"));
  }
}
