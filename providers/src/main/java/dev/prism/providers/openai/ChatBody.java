package dev.prism.providers.openai;

import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.OutputFormat;
import dev.prism.exchange.chat.Sampling;
import dev.prism.exchange.chat.Tools;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.CachePoints;
import dev.prism.providers.ChatWriter;
import dev.prism.providers.ModelTraits;
import dev.prism.providers.Outgoing;
import dev.prism.providers.RequestRoom;
import dev.prism.providers.ToolSchema;
import dev.prism.providers.Unsuited;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes requests for chat completions in a preset's accent.
///
/// @param path of the endpoint
record ChatBody(Preset preset, String path) implements ChatWriter {
  private static final int MOST_STOPS = 4;

  @Override
  public Outgoing write(ChatRequest request, String model) throws Unsuited {
    List<String> dropped = new ArrayList<>(request.extras().unread());
    JsonWriter out = RequestRoom.writer(request);
    out.object().text("model", model);
    if (request.stream()) {
      out.bool("stream", true);
      if (preset.streamUsage() == OpenAiRewrite.StreamUsage.ASK) {
        out.object("stream_options").bool("include_usage", true).endObject();
      }
    }
    out.array("messages");
    MessageWriter writer = new MessageWriter(preset, out);
    for (Message message : request.messages()) {
      writer.write(message);
    }
    out.endArray();
    tools(request.tools(), out);
    sampling(request.sampling(), ModelTraits.of(model), out, dropped);
    format(request.format(), out);
    optional("reasoning_effort", preset.effort(request.reasoning().level()), out, dropped);
    optional("user", request.extras().user(), out, dropped);
    if (request.extras().serviceTier() != null) {
      dropped.add("service_tier");
    }
    out.endObject();
    return new Outgoing(path, Map.of(), out.toString(), dropped);
  }

  private void optional(String name, @Nullable String value, JsonWriter out, List<String> dropped) {
    if (value != null && preset.drops().contains(name)) {
      dropped.add(name);
    } else {
      out.text(name, value);
    }
  }

  private void tools(Tools tools, JsonWriter out) {
    List<Tools.Tool> list = tools.allowed();
    if (list.isEmpty()) {
      return;
    }
    out.array("tools");
    for (Tools.Tool tool : list) {
      out.object().text("type", "function").object("function").text("name", tool.name());
      out.text("description", tool.description().isEmpty() ? null : tool.description());
      out.raw("parameters", tool.schema() == null ? ToolSchema.typed(null) : tool.schema());
      out.bool("strict", tool.strict());
      out.endObject();
      if (preset.cachePoints()) {
        CachePoints.write(tool.cache(), out);
      }
      out.endObject();
    }
    out.endArray();
    switch (tools.choice()) {
      case DEFAULT -> {
      }
      case AUTO -> out.text("tool_choice", "auto");
      case NONE -> out.text("tool_choice", "none");
      case ANY -> out.text("tool_choice", "required");
      case ONE -> out.object("tool_choice")
          .text("type", "function")
          .object("function")
          .text("name", tools.only().getFirst())
          .endObject()
          .endObject();
    }
    if (!preset.drops().contains("parallel_tool_calls")) {
      out.bool("parallel_tool_calls", tools.parallel());
    }
  }

  private void sampling(Sampling sampling, ModelTraits traits, JsonWriter out,
      List<String> dropped) {
    if (sampling.maxTokens() >= 0) {
      out.number(preset.rename().getOrDefault("max_completion_tokens", "max_completion_tokens"),
          sampling.maxTokens());
    }
    boolean free = traits.temperature();
    number("temperature", sampling.temperature(), free, out, dropped);
    number("top_p", sampling.topP(), free, out, dropped);
    number("top_k", sampling.topK(), preset.takesTopK(), out, dropped);
    number("frequency_penalty", sampling.frequencyPenalty(), free, out, dropped);
    number("presence_penalty", sampling.presencePenalty(), free, out, dropped);
    if (sampling.seed() != null) {
      out.raw(preset.rename().getOrDefault("seed", "seed"), sampling.seed());
    }
    if (sampling.count() > 1) {
      out.number("n", sampling.count());
    }
    if (!sampling.stop().isEmpty()) {
      out.array("stop");
      sampling.stop().stream().limit(MOST_STOPS).forEach(out::text);
      out.endArray();
      if (sampling.stop().size() > MOST_STOPS) {
        dropped.add("stop");
      }
    }
  }

  private static void number(String name, @Nullable String value, boolean takes, JsonWriter out,
      List<String> dropped) {
    if (value != null && !takes) {
      dropped.add(name);
    } else {
      out.raw(name, value);
    }
  }

  private static void format(OutputFormat format, JsonWriter out) {
    switch (format) {
      case OutputFormat.Plain _ -> {
      }
      case OutputFormat.Json _ -> out.raw("response_format", "{\"type\":\"json_object\"}");
      case OutputFormat.Schema schema -> out.object("response_format")
          .text("type", "json_schema")
          .object("json_schema")
          .text("name", schema.name().isEmpty() ? "answer" : schema.name())
          .text("description", schema.description())
          .raw("schema", schema.schema())
          .bool("strict", schema.strict())
          .endObject()
          .endObject();
    }
  }
}
