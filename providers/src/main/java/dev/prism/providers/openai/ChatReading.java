package dev.prism.providers.openai;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.OutputFormat;
import dev.prism.exchange.chat.Reasoning;
import dev.prism.exchange.chat.Sampling;
import dev.prism.exchange.chat.Tools;
import dev.prism.exchange.chat.Tools.Tool;
import dev.prism.exchange.json.JsonFields;
import dev.prism.providers.CachePoints;
import dev.prism.providers.Unsuited;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a request for a chat completion. What it has no place for it names, so that nothing is lost
/// silently.
final class ChatReading {
  private static final Set<String> KNOWN = Set.of("model", "messages", "stream", "stream_options",
      "max_completion_tokens", "max_tokens", "temperature", "top_p", "top_k", "stop", "seed", "n",
      "frequency_penalty", "presence_penalty", "tools", "tool_choice", "parallel_tool_calls",
      "functions", "function_call", "response_format", "reasoning_effort", "reasoning", "user",
      "safety_identifier", "metadata", "service_tier", "cache_control");
  private static final Set<String> KNOWN_OF_TOOLS = Set.of("type", "function", "cache_control");
  private static final Set<String> KNOWN_OF_FUNCTIONS = Set.of("name", "description", "parameters",
      "strict");

  private final JsonFields body;
  /// Each once, in the order of their first place.
  private final Set<String> unread = new LinkedHashSet<>();

  ChatReading(JsonFields body) {
    this.body = body;
  }

  ChatRequest read() throws Unsuited {
    unread.addAll(body.wishesBut(KNOWN));
    List<JsonFields> messages = body.objects("messages");
    if (messages.stream().anyMatch(ChatReading::names)) {
      unread.add("messages.name");
    }
    boolean old = body.has("functions");
    Tools tools = old ? functions() : tools();
    return new ChatRequest(body.text("model"), body.isTrue("stream"), ChatMessages.read(messages),
        tools, sampling(), format(), reasoning(),
        new ChatRequest.Extras(
            body.has("safety_identifier")
                ? body.textOrNull("safety_identifier")
                : body.textOrNull("user"),
            body.textOrNull("service_tier"), body.raw("metadata", '{'), old, List.copyOf(unread)));
  }

  /// Whether a message says which of several participants speaks; a function's result names the function.
  private static boolean names(JsonFields message) {
    String role = message.text("role");
    return message.has("name") && !role.equals("function") && !role.equals("tool");
  }

  private Sampling sampling() {
    long most = body.integer("max_completion_tokens", body.integer("max_tokens", -1));
    return new Sampling(most, body.raw("temperature", '0'), body.raw("top_p", '0'),
        body.raw("top_k", '0'), nonZero("frequency_penalty"), nonZero("presence_penalty"),
        body.raw("seed", '0'), body.texts("stop"), Math.max(1, body.integer("n", 1)));
  }

  /// A penalty of zero is none.
  private @Nullable String nonZero(String name) {
    String number = body.raw(name, '0');
    return number == null || Double.parseDouble(number) == 0 ? null : number;
  }

  private Tools tools() throws Unsuited {
    List<Tool> list = new ArrayList<>();
    for (JsonFields tool : body.objects("tools")) {
      if (tool.text("type").equals("function") || (!tool.has("type") && tool.has("function"))) {
        list.add(tool(tool.object("function"), CachePoints.of(tool)));
        tool.namesBut(KNOWN_OF_TOOLS).forEach(name -> unread.add("tools." + name));
        tool.object("function")
            .namesBut(KNOWN_OF_FUNCTIONS)
            .forEach(name -> unread.add("tools.function." + name));
      } else if (tool.text("type").equals("custom")) {
        JsonFields custom = tool.object("custom");
        list.add(CustomTools.tool(custom, custom.object("format").object("grammar"), unread));
      } else {
        unread.add("tools." + tool.text("type"));
      }
    }
    return ToolChoices.read(body, list);
  }

  static Tool tool(JsonFields function, Block.@Nullable CachePoint cached) {
    return new Tool(function.text("name"), function.text("description"),
        function.raw("parameters", '{'), function.bool("strict"), cached);
  }

  private Tools functions() {
    List<Tool> list = new ArrayList<>();
    for (JsonFields function : body.objects("functions")) {
      list.add(tool(function, null));
    }
    return switch (body.text("function_call")) {
      case "none" -> new Tools(list, Tools.Choice.NONE, List.of(), false);
      case "" -> {
        String name = body.object("function_call").text("name");
        yield name.isEmpty()
            ? new Tools(list, Tools.Choice.DEFAULT, List.of(), false)
            : new Tools(list, Tools.Choice.ONE, List.of(name), false);
      }
      default -> new Tools(list, Tools.Choice.AUTO, List.of(), false);
    };
  }

  private OutputFormat format() {
    JsonFields format = body.object("response_format");
    JsonFields schema = format.object("json_schema");
    String json = schema.raw("schema", '{');
    return switch (format.text("type")) {
      case "json_object" -> new OutputFormat.Json();
      case "json_schema" -> json == null
          ? new OutputFormat.Json()
          : new OutputFormat.Schema(schema.text("name"), schema.textOrNull("description"), json,
              schema.bool("strict"));
      default -> OutputFormat.PLAIN;
    };
  }

  private Reasoning reasoning() {
    JsonFields reasoning = body.object("reasoning");
    String effort = body.has("reasoning_effort")
        ? body.textOrNull("reasoning_effort")
        : reasoning.textOrNull("effort");
    long budget = Math.max(0, reasoning.integer("max_tokens", 0));
    if (effort == null && budget == 0 && !reasoning.names().isEmpty()) {
      // Thinking switched on or off without a measure; no tokens for it are off.
      boolean off = reasoning.kind("enabled") == 'f' || reasoning.has("max_tokens");
      effort = off ? "none" : reasoning.isTrue("enabled") ? Reasoning.ANY : null;
    }
    return new Reasoning(effort, budget);
  }
}
