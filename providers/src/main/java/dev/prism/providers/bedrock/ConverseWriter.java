package dev.prism.providers.bedrock;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.OutputFormat;
import dev.prism.exchange.chat.Sampling;
import dev.prism.exchange.chat.Tools;
import dev.prism.exchange.chat.Tools.Tool;
import dev.prism.exchange.json.JsonText;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.ChatWriter;
import dev.prism.providers.ModelTraits;
import dev.prism.providers.Outgoing;
import dev.prism.providers.PathSegment;
import dev.prism.providers.RequestRoom;
import dev.prism.providers.ToolSchema;
import dev.prism.providers.Unsuited;
import dev.prism.providers.anthropic.Thinking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes Converse requests.
///
/// @param base   the path before `/model/`
/// @param signer makes the headers that authenticate
record ConverseWriter(String base, Signer signer) implements ChatWriter {
  /// Signs exactly what is sent.
  @FunctionalInterface
  interface Signer {
    Map<String, String> headers(String path, String body);
  }

  @Override
  public Outgoing write(ChatRequest request, String model) throws Unsuited {
    List<String> dropped = new ArrayList<>(request.extras().unread());
    if (request.sampling().count() > 1) {
      throw Unsuited.cannot("n", "This target gives one answer at a time.");
    }
    JsonWriter out = RequestRoom.writer(request).object();
    new ConverseBlocks(out).messages(request);
    boolean claude = model.contains("claude");
    ModelTraits traits = ModelTraits.of(model);
    long most = request.sampling().maxTokens();
    Thinking thinking = claude
        ? Thinking.of(request, traits, most >= 0 ? most : traits.outputTokens(), dropped)
        : new Thinking(null, 0, false);
    drop(!claude && request.reasoning().wanted(), "reasoning_effort", dropped);
    inference(request.sampling(), model, traits, thinking, out, dropped);
    tools(request, out, dropped);
    format(request.format(), out, dropped);
    String body = out.endObject().toString();
    drop(request.hasDetail(), "image_url.detail", dropped);
    drop(request.extras().user() != null, "user", dropped);
    drop(request.extras().serviceTier() != null, "service_tier", dropped);
    String path = base + "/model/" + PathSegment.encode(model)
        + (request.stream() ? "/converse-stream" : "/converse");
    return new Outgoing(path, signer.headers(path, body), body, dropped);
  }

  private static void inference(Sampling sampling, String model, ModelTraits traits,
      Thinking thinking, JsonWriter out, List<String> dropped) {
    boolean claude = model.contains("claude");
    boolean free = traits.temperature() && !thinking.thinks();
    out.object("inferenceConfig");
    if (sampling.maxTokens() >= 0) {
      out.number("maxTokens", sampling.maxTokens());
    }
    String temperature = sampling.temperature();
    boolean usual = claude && temperature != null && Double.parseDouble(temperature) == 1;
    if (temperature != null && (free || (usual && traits.temperature()))) {
      boolean high = Double.parseDouble(temperature) > 1;
      out.raw("temperature", high ? "1" : temperature);
      drop(high, "temperature", dropped);
    } else {
      drop(temperature != null, "temperature", dropped);
    }
    boolean topP = free && !(traits.oneSampler() && temperature != null);
    out.raw("topP", topP ? sampling.topP() : null);
    drop(!topP && sampling.topP() != null, "top_p", dropped);
    if (!sampling.stop().isEmpty()) {
      out.array("stopSequences");
      sampling.stop().forEach(out::text);
      out.endArray();
    }
    out.endObjectIfAny("inferenceConfig");
    boolean nova = model.contains("amazon.nova");
    boolean topK = (claude || nova) && free && sampling.topK() != null;
    if (nova && topK) {
      out.object("additionalModelRequestFields")
          .object("inferenceConfig")
          .raw("topK", sampling.topK())
          .endObject()
          .endObject();
    } else if (topK || thinking.thinks()) {
      out.object("additionalModelRequestFields").raw("top_k", topK ? sampling.topK() : null);
      thinking.write(OutputFormat.PLAIN, out);
      out.endObject();
    }
    drop(!topK && sampling.topK() != null, "top_k", dropped);
    drop(sampling.seed() != null, "seed", dropped);
    drop(sampling.frequencyPenalty() != null, "frequency_penalty", dropped);
    drop(sampling.presencePenalty() != null, "presence_penalty", dropped);
  }

  /// Tools that were used in the conversation must be there, also when none is offered any more.
  private static void tools(ChatRequest request, JsonWriter out, List<String> dropped) {
    Tools tools = request.tools();
    boolean history = request.hasToolHistory();
    List<Tool> list = tools.allowed();
    if (tools.choice() == Tools.Choice.NONE && !history) {
      list = List.of();
    }
    drop(tools.choice() == Tools.Choice.NONE && history, "tool_choice", dropped);
    drop(Boolean.FALSE.equals(tools.parallel()), "parallel_tool_calls", dropped);
    List<Tool> all = list.isEmpty() && history ? used(request) : list;
    if (all.isEmpty()) {
      return;
    }
    out.object("toolConfig").array("tools");
    for (Tool tool : all) {
      out.object().object("toolSpec").text("name", tool.name());
      out.text("description", tool.description().isEmpty() ? null : tool.description());
      out.object("inputSchema").raw("json", ToolSchema.typed(tool.schema())).endObject();
      out.bool("strict", Boolean.TRUE.equals(tool.strict()) ? Boolean.TRUE : null);
      out.endObject().endObject();
      Block.CachePoint point = tool.cache();
      if (point != null) {
        out.object();
        ConverseBlocks.point(point, out);
        out.endObject();
      }
    }
    out.endArray();
    switch (tools.choice()) {
      case DEFAULT, NONE -> {
      }
      case AUTO -> out.raw("toolChoice", "{\"auto\":{}}");
      case ANY -> out.raw("toolChoice", "{\"any\":{}}");
      case ONE -> out.raw("toolChoice",
          "{\"tool\":{\"name\":" + JsonText.quote(tools.only().getFirst()) + "}}");
    }
    out.endObject();
  }

  private static List<Tool> used(ChatRequest request) {
    Map<String, Tool> used = new LinkedHashMap<>();
    for (Message message : request.messages()) {
      for (Block block : message.blocks()) {
        if (block instanceof Block.ToolUse use) {
          used.put(use.name(),
              new Tool(use.name(), "A tool that was used before.", null, null, null));
        }
      }
    }
    return List.copyOf(used.values());
  }

  private static void format(OutputFormat format, JsonWriter out, List<String> dropped) {
    switch (format) {
      case OutputFormat.Plain _ -> {
      }
      case OutputFormat.Json _ -> dropped.add("response_format");
      case OutputFormat.Schema schema -> out.object("outputConfig")
          .object("textFormat")
          .text("type", "json_schema")
          .object("structure")
          .object("jsonSchema")
          .text("name", schema.name().isEmpty() ? "answer" : schema.name())
          .text("description", schema.description())
          .text("schema", schema.schema())
          .endObject()
          .endObject()
          .endObject()
          .endObject();
    }
  }

  private static void drop(boolean yes, String name, List<String> dropped) {
    if (yes) {
      dropped.add(name);
    }
  }
}
