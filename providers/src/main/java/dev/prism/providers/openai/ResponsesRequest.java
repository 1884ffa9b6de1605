package dev.prism.providers.openai;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Media;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.Message.Role;
import dev.prism.exchange.chat.OutputFormat;
import dev.prism.exchange.chat.Reasoning;
import dev.prism.exchange.chat.Sampling;
import dev.prism.exchange.chat.Tools;
import dev.prism.exchange.chat.Tools.Tool;
import dev.prism.exchange.json.JsonFields;
import dev.prism.providers.Unsuited;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads a request for a response.
final class ResponsesRequest {
  private static final Set<String> KNOWN = Set.of("model", "input", "instructions", "stream",
      "max_output_tokens", "temperature", "top_p", "tools", "tool_choice", "parallel_tool_calls",
      "text", "reasoning", "user", "safety_identifier", "metadata", "service_tier", "include",
      "prompt_cache_key", "stream_options");
  /// What needs a memory that only the provider itself has.
  private static final List<String> STATE = List.of("previous_response_id", "conversation",
      "prompt");

  private final JsonFields body;
  /// Each once, in the order of their first place.
  private final Set<String> unread = new LinkedHashSet<>();

  ResponsesRequest(JsonFields body) {
    this.body = body;
  }

  ChatRequest read() throws Unsuited {
    for (String name : STATE) {
      if (body.has(name)) {
        throw Unsuited.cannot(name, "This target keeps no responses: send the whole input.");
      }
    }
    if (body.isTrue("background")) {
      throw Unsuited.cannot("background", "This target answers while the client waits.");
    }
    unread.addAll(body.wishesBut(KNOWN));
    return new ChatRequest(body.text("model"), body.isTrue("stream"), messages(), tools(),
        sampling(), format(), reasoning(),
        new ChatRequest.Extras(
            body.has("safety_identifier")
                ? body.textOrNull("safety_identifier")
                : body.textOrNull("user"),
            body.textOrNull("service_tier"), body.raw("metadata", '{'), false,
            List.copyOf(unread)));
  }

  private List<Message> messages() throws Unsuited {
    List<Message> messages = new ArrayList<>();
    String instructions = body.text("instructions");
    if (!instructions.isEmpty()) {
      messages.add(new Message(Role.SYSTEM, List.of(new Block.Text(instructions))));
    }
    if (body.kind("input") == '"') {
      messages.add(new Message(Role.USER, List.of(new Block.Text(body.text("input")))));
    }
    for (JsonFields item : body.objects("input")) {
      messages.add(item(item));
    }
    return Message.merged(messages);
  }

  private static Message item(JsonFields item) throws Unsuited {
    return switch (item.text("type")) {
      case "", "message" -> new Message(role(item), content(item, "content"));
      case "function_call" ->
        new Message(Role.ASSISTANT, List.of(new Block.ToolUse(item.text("call_id"),
            item.text("name"), item.text("arguments"), null)));
      case "custom_tool_call" ->
        new Message(Role.ASSISTANT, List.of(new Block.ToolUse(item.text("call_id"),
            item.text("name"), CustomTools.arguments(item.text("input")), null)));
      case "function_call_output", "custom_tool_call_output" -> new Message(Role.USER,
          List.of(new Block.ToolResult(item.text("call_id"), content(item, "output"), false)));
      case "reasoning" -> new Message(Role.ASSISTANT, List.of(thought(item)));
      default ->
        throw Unsuited.cannot("input", "An input item has a type that cannot be translated.");
    };
  }

  private static Role role(JsonFields item) throws Unsuited {
    return switch (item.text("role")) {
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      case "system", "developer" -> Role.SYSTEM;
      default -> throw Unsuited.wrong("input", "A message has an unknown role.");
    };
  }

  private static Block thought(JsonFields item) {
    StringBuilder text = new StringBuilder();
    item.objects("summary").forEach(part -> text.append(part.text("text")));
    item.objects("content").forEach(part -> text.append(part.text("text")));
    return new Block.Thinking(text.toString(), item.text("encrypted_content"));
  }

  private static List<Block> content(JsonFields item, String name) throws Unsuited {
    List<Block> blocks = new ArrayList<>();
    if (item.kind(name) == '"') {
      blocks.add(new Block.Text(item.text(name)));
    }
    for (JsonFields part : item.objects(name)) {
      blocks.add(switch (part.text("type")) {
        case "input_text", "output_text", "text", "summary_text" ->
          new Block.Text(part.text("text"));
        case "refusal" -> new Block.Refusal(part.text("refusal"));
        case "input_image" -> image(part);
        case "input_file" -> ChatMessages.file(part);
        default ->
          throw Unsuited.cannot("input", "A content part has a type that cannot be translated.");
      });
    }
    return blocks;
  }

  private static Block image(JsonFields part) throws Unsuited {
    String url = part.text("image_url");
    if (url.isEmpty()) {
      throw Unsuited.cannot("input", "An image's file id is known to its own provider only.");
    }
    return new Block.Image(Media.at(url), part.textOrNull("detail"));
  }

  private Tools tools() throws Unsuited {
    List<Tool> list = new ArrayList<>();
    for (JsonFields tool : body.objects("tools")) {
      if (tool.text("type").equals("function")) {
        list.add(ChatReading.tool(tool, null));
      } else if (tool.text("type").equals("custom")) {
        list.add(CustomTools.tool(tool, tool.object("format"), unread));
      } else {
        unread.add("tools." + tool.text("type"));
      }
    }
    return ToolChoices.read(body, list);
  }

  private Sampling sampling() {
    return new Sampling(body.integer("max_output_tokens", -1), body.raw("temperature", '0'),
        body.raw("top_p", '0'), null, null, null, null, List.of(), 1);
  }

  private OutputFormat format() {
    JsonFields format = body.object("text").object("format");
    String schema = format.raw("schema", '{');
    return switch (format.text("type")) {
      case "json_object" -> new OutputFormat.Json();
      case "json_schema" -> schema == null
          ? new OutputFormat.Json()
          : new OutputFormat.Schema(format.text("name"), format.textOrNull("description"), schema,
              format.bool("strict"));
      default -> OutputFormat.PLAIN;
    };
  }

  private Reasoning reasoning() {
    return new Reasoning(body.object("reasoning").textOrNull("effort"), 0);
  }
}
