package dev.prism.providers.gemini;

import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.Message.Role;
import dev.prism.exchange.chat.OutputFormat;
import dev.prism.exchange.chat.Reasoning;
import dev.prism.exchange.chat.Sampling;
import dev.prism.exchange.chat.Tools;
import dev.prism.exchange.chat.Tools.Tool;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.ChatWriter;
import dev.prism.providers.ModelTraits;
import dev.prism.providers.Outgoing;
import dev.prism.providers.PathSegment;
import dev.prism.providers.RequestRoom;
import dev.prism.providers.Unsuited;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes `generateContent` requests.
///
/// @param models  the path up to the model's name
/// @param headers what authenticates now; a token may have been renewed since the last call
record GenerateWriter(String models, Supplier<Map<String, String>> headers) implements ChatWriter {
  private static final int MOST_STOPS = 5;

  @Override
  public Outgoing write(ChatRequest request, String model) throws Unsuited {
    List<String> dropped = new ArrayList<>(request.extras().unread());
    JsonWriter out = RequestRoom.writer(request).object();
    String system = Message.joined(request.messages(), Role.SYSTEM);
    if (!system.isEmpty()) {
      out.object("systemInstruction").array("parts");
      out.object().text("text", system).endObject().endArray().endObject();
    }
    new PartWriter(model, out).contents(request.messages());
    tools(request.tools(), out);
    out.object("generationConfig");
    sampling(request.sampling(), out, dropped);
    format(request.format(), out);
    thinking(request.reasoning(), ModelTraits.of(model), out, dropped);
    out.endObjectIfAny("generationConfig").endObject();
    drop(request.describesFormat(), "response_format.description", dropped);
    drop(request.hasDetail(), "image_url.detail", dropped);
    drop(request.tools().strict(), "tools.strict", dropped);
    drop(request.extras().user() != null, "user", dropped);
    drop(request.extras().serviceTier() != null, "service_tier", dropped);
    drop(Boolean.FALSE.equals(request.tools().parallel()), "parallel_tool_calls", dropped);
    String verb = request.stream() ? ":streamGenerateContent?alt=sse" : ":generateContent";
    return new Outgoing(models + PathSegment.encode(model) + verb, headers.get(), out.toString(),
        dropped);
  }

  private static void tools(Tools tools, JsonWriter out) {
    if (tools.list().isEmpty()) {
      return;
    }
    out.array("tools").object().array("functionDeclarations");
    for (Tool tool : tools.list()) {
      String schema = tool.schema();
      boolean empty = schema == null || schema.equals("{}");
      out.object()
          .text("name", tool.name())
          .text("description", tool.description())
          .raw("parametersJsonSchema", empty ? null : schema)
          .endObject();
    }
    out.endArray().endObject().endArray();
    if (tools.choice() == Tools.Choice.DEFAULT && tools.only().isEmpty()) {
      return;
    }
    boolean must = tools.choice() == Tools.Choice.ANY || tools.choice() == Tools.Choice.ONE;
    String mode = tools.choice() == Tools.Choice.NONE
        ? "NONE"
        : must ? "ANY" : tools.only().isEmpty() ? "AUTO" : "VALIDATED";
    out.object("toolConfig").object("functionCallingConfig").text("mode", mode);
    if (!tools.only().isEmpty()) {
      out.array("allowedFunctionNames");
      tools.only().forEach(out::text);
      out.endArray();
    }
    out.endObject().endObject();
  }

  private static void sampling(Sampling sampling, JsonWriter out, List<String> dropped) {
    if (sampling.maxTokens() >= 0) {
      out.number("maxOutputTokens", sampling.maxTokens());
    }
    out.raw("temperature", sampling.temperature())
        .raw("topP", sampling.topP())
        .raw("topK", sampling.topK())
        .raw("frequencyPenalty", sampling.frequencyPenalty())
        .raw("presencePenalty", sampling.presencePenalty())
        .raw("seed", sampling.seed());
    if (sampling.count() > 1) {
      out.number("candidateCount", sampling.count());
    }
    if (!sampling.stop().isEmpty()) {
      out.array("stopSequences");
      sampling.stop().stream().limit(MOST_STOPS).forEach(out::text);
      out.endArray();
      drop(sampling.stop().size() > MOST_STOPS, "stop", dropped);
    }
  }

  private static void format(OutputFormat format, JsonWriter out) {
    switch (format) {
      case OutputFormat.Plain _ -> {
      }
      case OutputFormat.Json _ -> out.text("responseMimeType", "application/json");
      case OutputFormat.Schema schema ->
        out.text("responseMimeType", "application/json").raw("responseJsonSchema", schema.schema());
    }
  }

  private static void thinking(Reasoning reasoning, ModelTraits traits, JsonWriter out,
      List<String> dropped) {
    if (reasoning.equals(Reasoning.DEFAULT)) {
      return;
    }
    String level = reasoning.level();
    @Nullable
    String effort = level == null ? null : traits.effort(level);
    if (effort == null && traits.budgetLeast() < 0) {
      drop(reasoning.wanted(), "reasoning_effort", dropped);
      return;
    }
    out.object("thinkingConfig")
        .text("thinkingLevel", effort == null ? null : effort.toUpperCase(Locale.ROOT));
    if (effort == null) {
      out.number("thinkingBudget", Math.max(traits.budgetLeast(), reasoning.budget()));
    }
    if (reasoning.wanted()) {
      out.bool("includeThoughts", true);
    }
    out.endObject();
  }

  private static void drop(boolean yes, String name, List<String> dropped) {
    if (yes) {
      dropped.add(name);
    }
  }
}
