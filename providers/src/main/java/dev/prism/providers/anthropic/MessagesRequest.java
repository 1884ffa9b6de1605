package dev.prism.providers.anthropic;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.Message.Role;
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

/// Reads a Messages request. What it has no place for it names, so that nothing is lost silently.
final class MessagesRequest {
  private static final Set<String> KNOWN = Set.of("model", "messages", "system", "max_tokens",
      "stream", "temperature", "top_p", "top_k", "stop_sequences", "tools", "tool_choice",
      "thinking", "output_config", "output_format", "metadata", "service_tier", "anthropic_version",
      "anthropic_beta");
  private static final Set<String> KNOWN_OF_TOOLS = Set.of("type", "name", "description",
      "input_schema", "strict", "cache_control");

  private final JsonFields body;
  /// Each once, in the order of their first place.
  private final Set<String> unread = new LinkedHashSet<>();

  MessagesRequest(JsonFields body) {
    this.body = body;
  }

  ChatRequest read() throws Unsuited {
    unread.addAll(body.namesBut(KNOWN));
    unread("thinking", Set.of("type", "budget_tokens"));
    unread("output_config", Set.of("effort", "format"));
    unread("metadata", Set.of("user_id"));
    List<Message> messages = new ArrayList<>();
    if (body.has("system")) {
      messages.add(new Message(Role.SYSTEM, MessagesBlocks.read(body, "system")));
    }
    for (JsonFields message : body.objects("messages")) {
      messages.add(new Message(role(message), MessagesBlocks.read(message, "content")));
    }
    messages.forEach(message -> unread(message.blocks()));
    Tools tools = tools();
    JsonFields output = body.object("output_config");
    return new ChatRequest(body.text("model"), body.isTrue("stream"), messages, tools, sampling(),
        format(output), reasoning(output),
        new ChatRequest.Extras(body.object("metadata").textOrNull("user_id"),
            body.textOrNull("service_tier"), null, false, List.copyOf(unread)));
  }

  /// Names what Anthropic's own tools did: no other dialect has it.
  private void unread(List<Block> blocks) {
    for (Block block : blocks) {
      if (block instanceof Block.Opaque(String type, String _)) {
        unread.add("messages." + type);
      } else if (block instanceof Block.ToolResult result) {
        unread(result.content());
      }
    }
  }

  /// Names what stands in a member beside what is known of it.
  private void unread(String member, Set<String> known) {
    body.object(member).namesBut(known).forEach(name -> unread.add(member + "." + name));
  }

  private static Role role(JsonFields message) throws Unsuited {
    return switch (message.text("role")) {
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      case "system" -> Role.SYSTEM;
      default -> throw Unsuited.wrong("messages", "A message has an unknown role.");
    };
  }

  private Sampling sampling() {
    return new Sampling(body.integer("max_tokens", -1), body.raw("temperature", '0'),
        body.raw("top_p", '0'), body.raw("top_k", '0'), null, null, null,
        body.texts("stop_sequences"), 1);
  }

  private Tools tools() {
    List<Tool> list = new ArrayList<>();
    for (JsonFields tool : body.objects("tools")) {
      String type = tool.text("type");
      if (type.isEmpty() || type.equals("custom")) {
        list.add(new Tool(tool.text("name"), tool.text("description"),
            tool.raw("input_schema", '{'), tool.bool("strict"), CachePoints.of(tool)));
        tool.namesBut(KNOWN_OF_TOOLS).forEach(name -> unread.add("tools." + name));
      } else {
        // A tool that Anthropic runs itself.
        unread.add("tools." + type);
      }
    }
    JsonFields choice = body.object("tool_choice");
    Boolean parallel = choice.isTrue("disable_parallel_tool_use") ? Boolean.FALSE : null;
    return switch (choice.text("type")) {
      case "auto" -> new Tools(list, Tools.Choice.AUTO, List.of(), parallel);
      case "any" -> new Tools(list, Tools.Choice.ANY, List.of(), parallel);
      case "none" -> new Tools(list, Tools.Choice.NONE, List.of(), parallel);
      case "tool" -> new Tools(list, Tools.Choice.ONE, List.of(choice.text("name")), parallel);
      default -> new Tools(list, Tools.Choice.DEFAULT, List.of(), parallel);
    };
  }

  private OutputFormat format(JsonFields output) {
    JsonFields format = output.has("format")
        ? output.object("format")
        : body.object("output_format");
    String schema = format.raw("schema", '{');
    return schema == null
        ? OutputFormat.PLAIN
        : new OutputFormat.Schema("answer", null, schema, Boolean.TRUE);
  }

  private Reasoning reasoning(JsonFields output) {
    JsonFields thinking = body.object("thinking");
    @Nullable
    String effort = output.textOrNull("effort");
    return switch (thinking.text("type")) {
      case "enabled" -> new Reasoning(effort, Math.max(1, thinking.integer("budget_tokens", 1)));
      case "adaptive" -> new Reasoning(effort == null ? Reasoning.ANY : effort, 0);
      case "disabled" -> new Reasoning("none", 0);
      default -> effort == null ? Reasoning.DEFAULT : new Reasoning(effort, 0);
    };
  }
}
