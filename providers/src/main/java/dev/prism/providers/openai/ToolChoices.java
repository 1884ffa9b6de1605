package dev.prism.providers.openai;

import dev.prism.exchange.chat.Tools;
import dev.prism.exchange.chat.Tools.Choice;
import dev.prism.exchange.chat.Tools.Tool;
import dev.prism.exchange.json.JsonFields;
import dev.prism.providers.Unsuited;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `tool_choice` and `parallel_tool_calls`, which chat completions and Responses have alike but for
/// where a tool's name stands.
final class ToolChoices {
  private ToolChoices() {}

  static Tools read(JsonFields body, List<Tool> list) throws Unsuited {
    Boolean parallel = body.bool("parallel_tool_calls");
    if (body.kind("tool_choice") == '{') {
      return named(body.object("tool_choice"), list, parallel);
    }
    Choice choice = switch (body.text("tool_choice")) {
      case "" -> Choice.DEFAULT;
      case "auto" -> Choice.AUTO;
      case "none" -> Choice.NONE;
      case "required", "any" -> Choice.ANY;
      default -> throw Unsuited.wrong("tool_choice", "'tool_choice' has an unknown value.");
    };
    return new Tools(list, choice, List.of(), parallel);
  }

  private static Tools named(JsonFields choice, List<Tool> list, @Nullable Boolean parallel)
      throws Unsuited {
    if (choice.text("type").equals("allowed_tools")) {
      JsonFields allowed = choice.has("allowed_tools") ? choice.object("allowed_tools") : choice;
      List<String> only = new ArrayList<>();
      for (JsonFields tool : allowed.objects("tools")) {
        only.add(name(tool));
      }
      Choice how = allowed.text("mode").equals("required") ? Choice.ANY : Choice.AUTO;
      return new Tools(list, how, only, parallel);
    }
    String name = name(choice);
    if (name.isEmpty()) {
      throw Unsuited.cannot("tool_choice", "This target takes the choice of a function only.");
    }
    return new Tools(list, Choice.ONE, List.of(name), parallel);
  }

  private static String name(JsonFields tool) {
    for (String kind : List.of("function", "custom")) {
      if (tool.has(kind)) {
        return tool.object(kind).text("name");
      }
    }
    return tool.text("name");
  }
}
