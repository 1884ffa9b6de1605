package dev.prism.providers.cohere;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.OutputFormat;
import dev.prism.exchange.chat.Reasoning;
import dev.prism.exchange.chat.Sampling;
import dev.prism.exchange.chat.Tools;
import dev.prism.exchange.chat.Tools.Tool;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.ChatWriter;
import dev.prism.providers.Outgoing;
import dev.prism.providers.RequestRoom;
import dev.prism.providers.ToolSchema;
import dev.prism.providers.Unsuited;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes chat requests of version 2.
///
/// @param path of the endpoint
record CohereWriter(String path) implements ChatWriter {
  private static final int MOST_STOPS = 5;

  @Override
  public Outgoing write(ChatRequest request, String model) throws Unsuited {
    if (request.sampling().count() > 1) {
      throw Unsuited.cannot("n", "This target gives one answer at a time.");
    }
    List<String> dropped = new ArrayList<>(request.extras().unread());
    JsonWriter out = RequestRoom.writer(request).object();
    out.text("model", model);
    if (request.stream()) {
      out.bool("stream", true);
    }
    out.array("messages");
    for (Message message : request.messages()) {
      message(message, out);
    }
    out.endArray();
    tools(request.tools(), out, dropped);
    sampling(request.sampling(), out, dropped);
    format(request.format(), out);
    Reasoning reasoning = request.reasoning();
    if (reasoning.unwanted()) {
      out.raw("thinking", "{\"type\":\"disabled\"}");
    } else if (reasoning.budget() > 0) {
      out.object("thinking")
          .text("type", "enabled")
          .number("token_budget", reasoning.budget())
          .endObject();
    }
    out.endObject();
    drop(request.describesFormat(), "response_format.description", dropped);
    drop(request.extras().user() != null, "user", dropped);
    drop(request.extras().serviceTier() != null, "service_tier", dropped);
    return new Outgoing(path, Map.of(), out.toString(), dropped);
  }

  private static void message(Message message, JsonWriter out) throws Unsuited {
    List<Block> rest = new ArrayList<>();
    List<Block.ToolUse> calls = new ArrayList<>();
    for (Block block : message.blocks()) {
      switch (block) {
        case Block.ToolResult result -> out.object()
            .text("role", "tool")
            .text("tool_call_id", result.id())
            .text("content", result.isError() ? "Error: " + result.text() : result.text())
            .endObject();
        case Block.ToolUse use -> calls.add(use);
        case Block.Text(String text) -> {
          if (!text.isEmpty()) {
            rest.add(block);
          }
        }
        case Block.Refusal(String text) -> rest.add(new Block.Text(text));
        case Block.Image _ -> rest.add(block);
        case Block.Thinking(String thought, String signature) -> {
          // What another maker's model signed is not for this one.
          if (signature.isEmpty() && !thought.isEmpty()) {
            rest.add(block);
          }
        }
        case Block.Document _,Block.Audio _ ->
          throw Unsuited.cannot("messages", "This target takes text and images only.");
        case Block.RedactedThinking _,Block.CachePoint _,Block.Opaque _ -> {
        }
      }
    }
    if (!rest.isEmpty() || !calls.isEmpty()) {
      said(message, rest, calls, out);
    }
  }

  private static void said(Message message, List<Block> rest, List<Block.ToolUse> calls,
      JsonWriter out) {
    out.object().text("role", switch (message.role()) {
      case SYSTEM -> "system";
      case USER -> "user";
      case ASSISTANT -> "assistant";
    });
    if (rest.size() == 1 && rest.getFirst() instanceof Block.Text(String text)) {
      out.text(calls.isEmpty() ? "content" : "tool_plan", text);
    } else if (!rest.isEmpty()) {
      out.array("content");
      rest.forEach(block -> part(block, out));
      out.endArray();
    }
    if (!calls.isEmpty()) {
      out.array("tool_calls");
      for (Block.ToolUse call : calls) {
        out.object()
            .text("id", call.id())
            .text("type", "function")
            .object("function")
            .text("name", call.name())
            .text("arguments", call.arguments().isBlank() ? "{}" : call.arguments())
            .endObject()
            .endObject();
      }
      out.endArray();
    }
    out.endObject();
  }

  private static void part(Block block, JsonWriter out) {
    if (block instanceof Block.Image image) {
      out.object()
          .text("type", "image_url")
          .object("image_url")
          .text("url", image.media().asUrl())
          .text("detail", image.detail())
          .endObject()
          .endObject();
    } else if (block instanceof Block.Thinking(String thought, String _)) {
      out.object().text("type", "thinking").text("thinking", thought).endObject();
    } else if (block instanceof Block.Text(String text)) {
      out.object().text("type", "text").text("text", text).endObject();
    }
  }

  private static void tools(Tools tools, JsonWriter out, List<String> dropped) {
    // One tool cannot be named: it is the only one that is left.
    List<Tool> list = tools.choice() == Tools.Choice.ONE
        ? tools.list().stream().filter(tool -> tools.only().contains(tool.name())).toList()
        : tools.allowed();
    if (list.isEmpty()) {
      return;
    }
    out.array("tools");
    for (Tool tool : list) {
      out.object()
          .text("type", "function")
          .object("function")
          .text("name", tool.name())
          .text("description", tool.description())
          .raw("parameters", ToolSchema.typed(tool.schema()))
          .endObject()
          .endObject();
    }
    out.endArray();
    if (tools.strict()) {
      // For all of them or none.
      out.bool("strict_tools", true);
    }
    switch (tools.choice()) {
      case DEFAULT, AUTO -> {
      }
      case NONE -> out.text("tool_choice", "NONE");
      case ANY, ONE -> out.text("tool_choice", "REQUIRED");
    }
    drop(Boolean.FALSE.equals(tools.parallel()), "parallel_tool_calls", dropped);
  }

  private static void sampling(Sampling sampling, JsonWriter out, List<String> dropped) {
    if (sampling.maxTokens() >= 0) {
      out.number("max_tokens", sampling.maxTokens());
    }
    out.raw("temperature", sampling.temperature())
        .raw("p", within("top_p", sampling.topP(), 0.01, 0.99, dropped))
        .raw("k", within("top_k", sampling.topK(), 0, 500, dropped))
        .raw("frequency_penalty",
            within("frequency_penalty", sampling.frequencyPenalty(), 0, 1, dropped))
        .raw("presence_penalty",
            within("presence_penalty", sampling.presencePenalty(), 0, 1, dropped))
        .raw("seed", sampling.seed());
    if (!sampling.stop().isEmpty()) {
      out.array("stop_sequences");
      sampling.stop().stream().limit(MOST_STOPS).forEach(out::text);
      out.endArray();
      drop(sampling.stop().size() > MOST_STOPS, "stop", dropped);
    }
  }

  /// The number, or the bound that it passes, which is then named among what was not taken as it is.
  private static @Nullable String within(String name, @Nullable String number, double least,
      double most, List<String> dropped) {
    if (number == null) {
      return null;
    }
    double value = Double.parseDouble(number);
    double bound = Math.clamp(value, least, most);
    if (bound == value) {
      return number;
    }
    dropped.add(name);
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  private static void format(OutputFormat format, JsonWriter out) {
    switch (format) {
      case OutputFormat.Plain _ -> {
      }
      case OutputFormat.Json _ -> out.raw("response_format", "{\"type\":\"json_object\"}");
      case OutputFormat.Schema schema -> out.object("response_format")
          .text("type", "json_object")
          .raw("json_schema", schema.schema())
          .endObject();
    }
  }

  private static void drop(boolean yes, String name, List<String> dropped) {
    if (yes) {
      dropped.add(name);
    }
  }
}
