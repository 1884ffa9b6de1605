package dev.prism.providers.openai;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Other;
import dev.prism.exchange.ResponseEvent.ToolCallDelta;
import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads tool calls, whole or in pieces, and keeps their pieces together. Some servers leave the index
/// out, and some send every parallel call at index 0: a new id is a new call.
final class ToolCalls {
  private static final int MOST = 1024;
  private static final int NONE = -1;
  private final List<Known> known = new ArrayList<>(2);

  private static final class Known {
    final int choice;
    final int given;
    final int index;
    String id;

    Known(int choice, int given, int index, String id) {
      this.choice = choice;
      this.given = given;
      this.index = index;
      this.id = id;
    }
  }

  /// Reads the list `tool_calls` that the cursor stands at.
  void read(int choice, JsonCursor at, Consumer<ResponseEvent> out) {
    if (at.kind() != '[') {
      at.skip();
      return;
    }
    at.enter();
    while (at.nextElement()) {
      if (at.kind() == '{') {
        call(choice, at, out);
      } else {
        at.skip();
      }
    }
  }

  private void call(int choice, JsonCursor at, Consumer<ResponseEvent> out) {
    int given = NONE;
    String id = "";
    String signature = "";
    Function function = new Function();
    at.enter();
    while (at.nextMember()) {
      if (at.named("index")) {
        given = Math.clamp(at.integer(NONE), NONE, MOST);
      } else if (at.named("id")) {
        id = at.string();
      } else if (at.named("function") || at.named("custom")) {
        function.read(at);
      } else if (at.named("extra_content")) {
        signature = JsonFields.of(at).object("google").text("thought_signature");
      } else {
        at.skip();
      }
    }
    int index = index(choice, given, id);
    out.accept(
        new ToolCallDelta(choice, index, orNull(id), orNull(function.name), function.arguments));
    if (!signature.isEmpty()) {
      out.accept(new Other(choice, Other.Kind.SIGNATURE, index, signature));
    }
  }

  /// Reads the older `function_call`, which has no id.
  void legacy(int choice, JsonCursor at, Consumer<ResponseEvent> out) {
    if (at.kind() != '{') {
      at.skip();
      return;
    }
    Function function = new Function();
    function.read(at);
    if (function.name.isEmpty() && function.arguments.isEmpty()) {
      return;
    }
    out.accept(new ToolCallDelta(choice, 0, null, orNull(function.name), function.arguments));
  }

  /// What a call says. Some servers send the forms that a call does not have as well, empty.
  private static final class Function {
    String name = "";
    String arguments = "";

    void read(JsonCursor at) {
      if (!at.enter()) {
        return;
      }
      while (at.nextMember()) {
        if (at.named("name")) {
          name = or(at.string(), name);
        } else if (at.named("arguments") || at.named("input")) {
          arguments = or(at.kind() == '{' ? at.raw() : at.string(), arguments);
        } else {
          at.skip();
        }
      }
    }
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private int index(int choice, int given, String id) {
    Known same = null;
    int next = 0;
    boolean free = true;
    for (Known call : known) {
      if (call.choice != choice) {
        continue;
      }
      next = Math.max(next, call.index + 1);
      free &= call.index != given;
      if (given == NONE ? id.isEmpty() || call.id.equals(id) : call.given == given) {
        same = call;
      }
    }
    if (same != null && (id.isEmpty() || same.id.isEmpty() || same.id.equals(id))) {
      same.id = same.id.isEmpty() ? id : same.id;
      return same.index;
    }
    int index = given != NONE && free ? given : next;
    if (known.size() < MOST) {
      known.add(new Known(choice, given, index, id));
    }
    return index;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
