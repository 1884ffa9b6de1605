package dev.prism.providers.openai;

import dev.prism.exchange.chat.Tools;
import dev.prism.exchange.chat.Tools.Tool;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonText;
import java.util.Set;
import java.util.stream.Collectors;

/// Tools that take a text, perhaps of a grammar, instead of arguments: `custom` in OpenAI's dialects. No other
/// provider has them, so they go out as a function with the one argument `input`, and calls come back as the
/// text in it. A grammar is told in the description; nothing makes the model keep to it.
final class CustomTools {
  private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"input\":"
      + "{\"type\":\"string\",\"description\":\"The tool's whole input, as plain text.\"}},"
      + "\"required\":[\"input\"],\"additionalProperties\":false}";

  private CustomTools() {}

  /// @param tool   with the name and the description
  /// @param format the syntax and the definition, without where there is no grammar
  /// @param unread is told that the grammar is no more than advice
  static Tool tool(JsonFields tool, JsonFields format, Set<String> unread) {
    String description = tool.text("description");
    if (!format.text("definition").isEmpty()) {
      unread.add("tools.format");
      description += (description.isEmpty() ? "" : "\n\n") + "The input must match this "
          + format.text("syntax") + " grammar:\n" + format.text("definition");
    }
    return new Tool(tool.text("name"), description, SCHEMA, null, null, true);
  }

  /// The arguments of a call that gives the tool `input`.
  static String arguments(String input) {
    return "{\"input\":" + JsonText.quote(input) + "}";
  }

  /// The names of those among the tools.
  static Set<String> names(Tools tools) {
    return tools.list().stream().filter(Tool::custom).map(Tool::name).collect(Collectors.toSet());
  }
}
