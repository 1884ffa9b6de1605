package dev.prism.providers.openai;

import dev.prism.exchange.json.JsonText;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Gathered;
import dev.prism.providers.Gathered.Part;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the message of a chat completion, when all of it is known.
///
/// @param id           of the completion, from which calls without an id get theirs
/// @param oldFunctions whether a call is a `function_call`
/// @param customTools  the names of the tools that take a text
record ChatMessageWriter(
    String id,
    boolean oldFunctions,
    Set<String> customTools,
    JsonWriter json) {
  static void signature(String value, JsonWriter json) {
    json.object("extra_content")
        .object("google")
        .text("thought_signature", value)
        .endObject()
        .endObject();
  }

  static void detail(boolean signed, @Nullable String text, String value, JsonWriter json) {
    if (signed) {
      json.text("type", "reasoning.text").text("text", text).text("signature", value);
    } else {
      json.text("type", "reasoning.encrypted").text("data", value);
    }
  }

  /// Writes the members of a message behind its role.
  void write(Gathered.Choice choice) {
    String text = choice.text(Part.Kind.TEXT);
    List<Part> calls = choice.parts(Part.Kind.CALL);
    json.raw("content", text == null ? (calls.isEmpty() ? "\"\"" : "null") : JsonText.quote(text));
    String refusal = choice.text(Part.Kind.REFUSAL);
    json.raw("refusal", refusal == null ? "null" : JsonText.quote(refusal));
    if (!choice.citations().isEmpty()) {
      json.array("annotations");
      choice.citations().forEach(citation -> Annotations.ofChat(citation, json));
      json.endArray();
    }
    json.text("reasoning_content", choice.text(Part.Kind.THOUGHT));
    details(choice);
    if (calls.isEmpty()) {
      return;
    }
    if (oldFunctions) {
      function("function_call", calls.getFirst());
      return;
    }
    json.array("tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      Part call = calls.get(i);
      boolean custom = customTools.contains(call.name());
      json.object()
          .text("id", call.id().isEmpty() ? "call_" + id + "_" + i : call.id())
          .text("type", custom ? "custom" : "function");
      if (custom) {
        json.object("custom").text("name", call.name()).text("input", CustomInput.of(call.text()));
        json.endObject();
      } else {
        function("function", call);
      }
      String signature = call.signature();
      if (signature != null) {
        signature(signature, json);
      }
      json.endObject();
    }
    json.endArray();
  }

  private void function(String name, Part call) {
    json.object(name)
        .text("name", call.name())
        .text("arguments", call.text().isEmpty() ? "{}" : call.text())
        .endObject();
  }

  private void details(Gathered.Choice choice) {
    List<Part> opaque = choice.parts()
        .stream()
        .filter(part -> part.kind() == Part.Kind.REDACTED_THOUGHT
            || (part.kind() == Part.Kind.THOUGHT && part.signature() != null))
        .toList();
    if (opaque.isEmpty()) {
      return;
    }
    json.array("reasoning_details");
    for (Part part : opaque) {
      json.object();
      String signature = part.signature();
      detail(signature != null, part.text(), signature == null ? part.text() : signature, json);
      json.endObject();
    }
    json.endArray();
  }
}
