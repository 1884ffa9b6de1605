package dev.prism.providers.anthropic;

import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.Message.Role;
import dev.prism.exchange.chat.OutputFormat;
import dev.prism.exchange.chat.Sampling;
import dev.prism.exchange.chat.Tools;
import dev.prism.exchange.chat.Tools.Tool;
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
import java.util.function.Supplier;

/// Writes Messages requests for the provider.
///
/// @param path    of the endpoint
/// @param headers what authenticates now, where that changes
/// @param vertex  whether Google's cloud takes it, where the path names the model and says that it streams
record MessagesWriter(String path, Supplier<Map<String, String>> headers, boolean vertex)
    implements
      ChatWriter {
  /// Where neither the client nor the list of models says how long an answer may be.
  private static final long USUAL_OUTPUT = 8192;
  private static final String JSON_WISH = "Answer with one JSON object and nothing else.";

  static MessagesWriter at(String path) {
    return new MessagesWriter(path, Map::of, false);
  }

  static MessagesWriter atVertex(String path, Supplier<Map<String, String>> headers) {
    return new MessagesWriter(path, headers, true);
  }

  @Override
  public Outgoing write(ChatRequest request, String model) throws Unsuited {
    List<String> dropped = new ArrayList<>(request.extras().unread());
    if (request.sampling().count() > 1) {
      throw Unsuited.cannot("n", "This target gives one answer at a time.");
    }
    ModelTraits traits = ModelTraits.of(model);
    long most = request.sampling().maxTokens() >= 0
        ? request.sampling().maxTokens()
        : traits.outputTokens() > 0 ? traits.outputTokens() : USUAL_OUTPUT;
    Thinking thinking = Thinking.of(request, traits, most, dropped);
    JsonWriter out = RequestRoom.writer(request);
    out.object()
        .text("model", vertex ? null : model)
        .text("anthropic_version", vertex ? VertexClaude.VERSION : null)
        .number("max_tokens", most);
    if (request.stream()) {
      out.bool("stream", true);
    }
    system(request, out);
    messages(request, out);
    tools(request.tools(), out);
    sampling(request.sampling(), traits, thinking, out, dropped);
    thinking.write(request.format(), out);
    String user = request.extras().user();
    if (user != null) {
      out.object("metadata").text("user_id", user).endObject();
    }
    drop(request.describesFormat(), "response_format.description", dropped);
    drop(request.hasDetail(), "image_url.detail", dropped);
    drop(request.extras().serviceTier() != null, "service_tier", dropped);
    out.endObject();
    return new Outgoing(vertex ? path + VertexClaude.verb(request.stream()) : path, headers.get(),
        out.toString(), dropped);
  }

  private static void system(ChatRequest request, JsonWriter out) throws Unsuited {
    boolean json = request.format() instanceof OutputFormat.Json;
    List<Message> all = Message
        .merged(request.messages().stream().filter(m -> m.role() == Role.SYSTEM).toList());
    boolean said = !all.isEmpty() && BlockWriter.saysSomething(all.getFirst().blocks());
    if (!said && !json) {
      return;
    }
    out.array("system");
    if (said) {
      BlockWriter.write(all.getFirst().blocks(), out);
    }
    if (json) {
      out.object().text("type", "text").text("text", JSON_WISH).endObject();
    }
    out.endArray();
  }

  private static void messages(ChatRequest request, JsonWriter out) throws Unsuited {
    out.array("messages");
    for (Message message : Message.turns(request.messages(), BlockWriter::isWritten)) {
      out.object().text("role", message.role() == Role.USER ? "user" : "assistant");
      out.array("content");
      BlockWriter.write(BlockWriter.resultsFirst(message.blocks()), out);
      out.endArray().endObject();
    }
    out.endArray();
  }

  private static void tools(Tools tools, JsonWriter out) {
    List<Tool> list = tools.allowed();
    if (list.isEmpty()) {
      return;
    }
    out.array("tools");
    for (Tool tool : list) {
      out.object().text("name", tool.name());
      if (!tool.description().isEmpty()) {
        out.text("description", tool.description());
      }
      out.raw("input_schema", ToolSchema.typed(tool.schema()));
      if (Boolean.TRUE.equals(tool.strict())) {
        out.bool("strict", true);
      }
      CachePoints.write(tool.cache(), out);
      out.endObject();
    }
    out.endArray();
    choice(tools, out);
  }

  private static void choice(Tools tools, JsonWriter out) {
    boolean single = Boolean.FALSE.equals(tools.parallel());
    if (tools.choice() == Tools.Choice.DEFAULT && !single) {
      return;
    }
    out.object("tool_choice").text("type", switch (tools.choice()) {
      case DEFAULT, AUTO -> "auto";
      case NONE -> "none";
      case ANY -> "any";
      case ONE -> "tool";
    });
    if (tools.choice() == Tools.Choice.ONE) {
      out.text("name", tools.only().getFirst());
    }
    if (single && tools.choice() != Tools.Choice.NONE) {
      out.bool("disable_parallel_tool_use", true);
    }
    out.endObject();
  }

  private static void sampling(Sampling sampling, ModelTraits traits, Thinking thinking,
      JsonWriter out, List<String> dropped) {
    boolean free = traits.temperature() && !thinking.thinks();
    String temperature = sampling.temperature();
    boolean usual = temperature != null && Double.parseDouble(temperature) == 1;
    if (temperature != null && (free || (usual && traits.temperature()))) {
      boolean high = Double.parseDouble(temperature) > 1;
      out.raw("temperature", high ? "1" : temperature);
      drop(high, "temperature", dropped);
    } else {
      drop(temperature != null, "temperature", dropped);
    }
    boolean topP = free && !(traits.oneSampler() && temperature != null);
    out.raw("top_p", topP ? sampling.topP() : null);
    drop(!topP && sampling.topP() != null, "top_p", dropped);
    out.raw("top_k", free ? sampling.topK() : null);
    drop(!free && sampling.topK() != null, "top_k", dropped);
    List<String> stops = sampling.stop().stream().filter(stop -> !stop.isBlank()).toList();
    if (!stops.isEmpty()) {
      out.array("stop_sequences");
      stops.forEach(out::text);
      out.endArray();
    }
    drop(stops.size() < sampling.stop().size(), "stop", dropped);
    drop(sampling.seed() != null, "seed", dropped);
    drop(sampling.frequencyPenalty() != null, "frequency_penalty", dropped);
    drop(sampling.presencePenalty() != null, "presence_penalty", dropped);
  }

  private static void drop(boolean yes, String name, List<String> dropped) {
    if (yes) {
      dropped.add(name);
    }
  }
}
