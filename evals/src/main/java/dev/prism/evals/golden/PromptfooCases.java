package dev.prism.evals.golden;

import dev.prism.evals.golden.GoldenEntry.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// promptfoo's test case: `{"description", "vars", "assert": […], "metadata", …}`. The question is the
/// variable `prompt`; a conversation of several turns is the variable `messages`, as JSON in a text, since a
/// list would make promptfoo run the case once for each element; retrieved text is the variable `context`,
/// which its grounding assertions read.
final class PromptfooCases extends CaseFormat {
  private static final List<String> QUESTIONS = List.of("prompt", "input", "question", "query",
      "message");
  private static final String VARIABLE = "prism_variable";
  private static final String EXTRAS = "prism_assert_extras";
  private static final String CHUNKS = "\n\n";

  PromptfooCases() {
    super("promptfoo", "metadata");
  }

  @Override
  void write(GoldenEntry entry, ObjectNode form, ObjectNode prism, ObjectNode kept) {
    if (!entry.description().isEmpty()) {
      form.put("description", entry.description());
      prism.remove("description");
    }
    form.set("vars", vars(entry, prism, kept));
    JsonNode extras = kept.remove(EXTRAS);
    ArrayNode asserts = form.putArray("assert");
    ArrayNode homeless = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < entry.asserts().size(); i++) {
      ObjectNode written = PromptfooAsserts.write(entry.asserts().get(i));
      if (written == null) {
        homeless.addObject()
            .put("at", i)
            .set("assert", AssertionJson.write(entry.asserts().get(i)));
        continue;
      }
      JsonNode extra = extras == null ? null : extras.get(Integer.toString(asserts.size()));
      if (extra instanceof ObjectNode more) {
        written.setAll(more);
      }
      asserts.add(written);
    }
    if (!homeless.isEmpty()) {
      prism.set("asserts", homeless);
    }
    GoldenJson.put(prism, "target", entry.target());
  }

  private static ObjectNode vars(GoldenEntry entry, ObjectNode prism, ObjectNode kept) {
    ObjectNode vars = kept.remove("vars") instanceof ObjectNode object
        ? object
        : JsonNodeFactory.instance.objectNode();
    JsonNode variable = kept.remove(VARIABLE);
    if (DeepEvalGoldens.isPlain(entry.input())) {
      vars.put(variable == null ? QUESTIONS.getFirst() : variable.asString(),
          entry.input().getFirst().content());
    } else {
      vars.put("messages", GoldenJson.MAPPER.writeValueAsString(GoldenJson.turns(entry.input())));
    }
    if (!entry.context().isEmpty()) {
      vars.put("context", String.join(CHUNKS, entry.context()));
    }
    if (entry.context().size() > 1) {
      prism.set("context", GoldenJson.texts(entry.context()));
    }
    return vars;
  }

  @Override
  Body read(Members form, Members prism, ObjectNode kept) {
    Members vars = Members.of(form.object("vars"));
    List<Turn> input = input(vars, kept);
    List<String> chunks = prism.texts("context");
    String context = vars.rest().path("context").isString() ? vars.text("context") : null;
    if (!vars.rest().isEmpty()) {
      kept.set("vars", vars.rest());
    }
    boolean asExported = context != null && String.join(CHUNKS, chunks).equals(context)
        && !chunks.isEmpty();
    return new Body(null, input,
        asExported ? chunks : context == null ? List.of() : List.of(context), prism.text("target"),
        asserts(form.take("assert"), prism.take("asserts"), kept),
        oneLine(form.text("description"), "description", kept));
  }

  private static List<Turn> input(Members vars, ObjectNode kept) {
    if (vars.rest().path("messages").isString()) {
      return GoldenJson.turns(GoldenJson.MAPPER.readTree(vars.need("messages")));
    }
    String name = QUESTIONS.stream()
        .filter(each -> vars.rest().path(each).isString())
        .findFirst()
        .orElseGet(() -> firstText(vars.rest()));
    if (!name.equals(QUESTIONS.getFirst())) {
      kept.put(VARIABLE, name);
    }
    return List.of(Turn.user(vars.need(name)));
  }

  private static String firstText(ObjectNode vars) {
    for (Map.Entry<String, JsonNode> member : vars.properties()) {
      if (member.getValue().isString() && !member.getKey().equals("context")) {
        return member.getKey();
      }
    }
    throw new IllegalArgumentException("vars has no text to ask");
  }

  private static List<Assertion> asserts(@Nullable JsonNode written, @Nullable JsonNode homeless,
      ObjectNode kept) {
    List<Assertion> asserts = new ArrayList<>();
    ObjectNode extras = JsonNodeFactory.instance.objectNode();
    if (written instanceof ArrayNode array) {
      for (JsonNode each : array) {
        Members members = Members.of(each);
        asserts.add(PromptfooAsserts.read(members));
        if (!members.rest().isEmpty()) {
          extras.set(Integer.toString(asserts.size() - 1), members.rest());
        }
      }
    }
    if (!extras.isEmpty()) {
      kept.set(EXTRAS, extras);
    }
    if (homeless instanceof ArrayNode array) {
      for (JsonNode each : array) {
        int at = Math.clamp(each.path("at").asInt(0), 0, asserts.size());
        asserts.add(at, AssertionJson.read(each.path("assert")));
      }
    }
    return asserts;
  }
}
