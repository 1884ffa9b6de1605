package dev.prism.evals.golden;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Inspect's `Sample`: `{"input": text or messages, "target": text or texts, "id", "metadata", …}`.
final class InspectSamples extends CaseFormat {
  InspectSamples() {
    super("inspect", "metadata");
  }

  @Override
  void write(GoldenEntry entry, ObjectNode form, ObjectNode prism, ObjectNode kept) {
    form.put("id", entry.id());
    prism.remove("id");
    ChatForm.writeInput(entry.input(), form, kept);
    ChatForm.writeAnswer("target", entry.target(), form, kept);
    OpenAiSamples.rest(entry, prism);
    if (kept.has("id")) {
      prism.put("id", entry.id());
    }
  }

  @Override
  Body read(Members form, Members prism, ObjectNode kept) {
    @Nullable
    JsonNode id = form.take("id");
    if (id != null && (!id.isString() || prism.rest().has("id"))) {
      kept.set("id", id);
      id = null;
    }
    return new Body(id == null ? null : id.asString(), ChatForm.readInput(form.take("input"), kept),
        OpenAiSamples.context(prism), ChatForm.readAnswer(form.take("target"), kept),
        OpenAiSamples.asserts(prism), "");
  }
}
