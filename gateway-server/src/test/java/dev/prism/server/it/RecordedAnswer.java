package dev.prism.server.it;

import dev.prism.testing.Recording;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Reads recorded answers of every provider's own dialect with a plain JSON parser and none of the
/// gateway's code.
final class RecordedAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final StringBuilder text = new StringBuilder();
  private final Map<Integer, String> names = new TreeMap<>();
  private final Map<Integer, StringBuilder> arguments = new TreeMap<>();
  private String finish = "";
  private final boolean streamed;
  private boolean ended;
  private boolean failed;
  private final Map<String, Long> usage = new TreeMap<>();

  private RecordedAnswer(boolean streamed) {
    this.streamed = streamed;
  }

  /// A dialect of providers.
  enum Form {
    CHAT, MESSAGES, GENERATE, CONVERSE, COHERE
  }

  static Answered of(Recording recording, Form form) {
    RecordedAnswer answer = new RecordedAnswer(recording.stream());
    try {
      for (Event event : events(recording, form)) {
        answer.read(form, event);
      }
    } catch (JacksonException notJson) {
      return Answered.BROKEN;
    }
    return answer.result(form);
  }

  private record Event(String type, JsonNode json) {}

  private static List<Event> events(Recording recording, Form form) {
    List<Event> events = new ArrayList<>();
    if (!recording.stream()) {
      JsonNode body = JSON.readTree(recording.response().text());
      if (body.isArray()) {
        body.forEach(each -> events.add(new Event("", each)));
      } else {
        events.add(new Event("", body));
      }
    } else if (form == Form.CONVERSE) {
      frames(ByteBuffer.wrap(recording.response().body()), events);
    } else {
      for (String block : DirectReading.blocks(recording.response().text())) {
        String type = "";
        StringBuilder data = new StringBuilder();
        for (String line : block.split("\n", -1)) {
          type = line.startsWith("event:") ? line.substring(6).strip() : type;
          type = line.startsWith("error:") ? "error" : type;
          data.append(line.startsWith("data:") ? line.substring(5).strip() : "");
        }
        if (!data.isEmpty() && !data.toString().equals("[DONE]")) {
          events.add(new Event(type, JSON.readTree(data.toString())));
        } else if (type.equals("error")) {
          events.add(new Event(type, JSON.readTree("{\"error\":{}}")));
        }
      }
    }
    return events;
  }

  private static void frames(ByteBuffer bytes, List<Event> events) {
    while (bytes.remaining() >= 16) {
      int start = bytes.position();
      int total = bytes.getInt();
      int headers = bytes.getInt();
      byte[] head = new byte[headers];
      bytes.position(start + 12);
      bytes.get(head);
      byte[] payload = new byte[total - headers - 16];
      bytes.get(payload);
      bytes.position(start + total);
      String fields = new String(head, StandardCharsets.ISO_8859_1);
      int at = fields.indexOf(":event-type\u0007");
      String type = "exception";
      if (at >= 0) {
        int from = at + ":event-type\u0007".length() + 2;
        type = fields.substring(from, from + fields.charAt(from - 1));
      }
      events.add(new Event(type, JSON.readTree(payload)));
    }
  }

  private void read(Form form, Event event) {
    JsonNode json = event.json();
    failed |= json.hasNonNull("error") || event.type().equals("exception")
        || json.path("type").asString("").equals("error");
    switch (form) {
      case CHAT -> chat(json);
      case MESSAGES -> messages(json);
      case GENERATE -> generate(json);
      case CONVERSE -> converse(event.type(), json);
      case COHERE -> cohere(json);
    }
  }

  private void chat(JsonNode json) {
    for (JsonNode choice : json.path("choices")) {
      if (choice.path("index").asInt(0) == 0) {
        JsonNode said = choice.has("delta") ? choice.path("delta") : choice.path("message");
        content(said.path("content"));
        text.append(said.path("audio").path("transcript").asString(""));
        text.append(said.path("refusal").asString(""));
        if (!said.path("function_call").path("name").asString("").isEmpty()) {
          call(0, said.path("function_call").path("name").asString(""),
              said.path("function_call").path("arguments").asString(""));
        }
        int place = 0;
        for (JsonNode call : said.path("tool_calls")) {
          int index = call.path("index").asInt(place++);
          call(index, call.path("function").path("name").asString(""),
              call.path("function").path("arguments").asString(""));
        }
        finish(choice.path("finish_reason").asString(""));
      }
    }
    JsonNode counted = json.path("usage").isObject()
        ? json.path("usage")
        : json.path("x_groq").path("usage");
    if (counted.has("prompt_tokens")) {
      long in = counted.path("prompt_tokens").asLong();
      long out = counted.path("completion_tokens").asLong(0);
      usage.put("in", in);
      usage.put("out", Math.max(out, counted.path("total_tokens").asLong(0) - in));
    }
  }

  private void content(JsonNode content) {
    text.append(content.asString(""));
    for (JsonNode part : content) {
      text.append(part.path("text").asString(""));
    }
  }

  private void messages(JsonNode json) {
    switch (json.path("type").asString("")) {
      case "message_start" -> anthropicUsage(json.path("message").path("usage"));
      case "content_block_start" ->
        anthropicBlock(json.path("index").asInt(), json.path("content_block"), true);
      case "content_block_delta" -> {
        text.append(json.path("delta").path("text").asString(""));
        String piece = json.path("delta").path("partial_json").asString("");
        if (names.containsKey(json.path("index").asInt())) {
          call(json.path("index").asInt(), "", piece);
        }
      }
      case "message_delta" -> {
        finish(json.path("delta").path("stop_reason").asString(""));
        anthropicUsage(json.path("usage"));
      }
      case "message" -> {
        int index = 0;
        for (JsonNode block : json.path("content")) {
          anthropicBlock(index++, block, false);
        }
        finish(json.path("stop_reason").asString(""));
        anthropicUsage(json.path("usage"));
      }
      default -> {
      }
    }
  }

  private void anthropicBlock(int index, JsonNode block, boolean streamed) {
    text.append(block.path("text").asString(""));
    if (block.path("type").asString("").equals("tool_use")) {
      call(index, block.path("name").asString(),
          streamed && block.path("input").isEmpty() ? "" : block.path("input").toString());
    }
  }

  private void anthropicUsage(JsonNode counted) {
    for (String name : List.of("input_tokens", "cache_creation_input_tokens",
        "cache_read_input_tokens", "output_tokens")) {
      if (counted.hasNonNull(name)) {
        usage.put(name, counted.path(name).asLong());
      }
    }
    long in = 0;
    long out = 0;
    for (JsonNode iteration : counted.path("iterations")) {
      if (iteration.path("type").asString("").equals("compaction")) {
        in += iteration.path("input_tokens").asLong();
        out += iteration.path("output_tokens").asLong();
      }
    }
    usage.merge("compacted_in", in, Math::max);
    usage.merge("compacted_out", out, Math::max);
    usage.put("in",
        usage.getOrDefault("input_tokens", 0L)
            + usage.getOrDefault("cache_creation_input_tokens", 0L)
            + usage.getOrDefault("cache_read_input_tokens", 0L)
            + usage.getOrDefault("compacted_in", 0L));
    usage.put("out",
        usage.getOrDefault("output_tokens", 0L) + usage.getOrDefault("compacted_out", 0L));
  }

  private void generate(JsonNode json) {
    for (JsonNode candidate : json.path("candidates")) {
      if (candidate.path("index").asInt(0) == 0) {
        for (JsonNode part : candidate.path("content").path("parts")) {
          text.append(part.path("thought").asBoolean(false) ? "" : part.path("text").asString(""));
          JsonNode call = part.path("functionCall");
          if (!call.isMissingNode()) {
            call(names.size(), call.path("name").asString(),
                call.has("args") ? call.path("args").toString() : "{}");
          }
        }
        JsonNode reason = candidate.path("finishReason");
        finish(reason.isNumber() ? numbered(reason.asInt()) : reason.asString(""));
      }
    }
    if (json.path("promptFeedback").has("blockReason") && json.path("candidates").isEmpty()) {
      finish("SAFETY");
    }
    JsonNode counted = json.path("usageMetadata");
    if (counted.isObject()) {
      usage.put("in", counted.path("promptTokenCount").asLong(0)
          + counted.path("toolUsePromptTokenCount").asLong(0));
      usage.put("out", counted.path("candidatesTokenCount").asLong(0)
          + counted.path("thoughtsTokenCount").asLong(0));
    }
  }

  private static String numbered(int reason) {
    return switch (reason) {
      case 1 -> "STOP";
      case 2 -> "MAX_TOKENS";
      default -> "SAFETY";
    };
  }

  private void converse(String type, JsonNode json) {
    int place = json.path("contentBlockIndex").asInt(0);
    switch (type) {
      case "contentBlockStart" -> {
        if (json.path("start").has("toolUse")) {
          call(place, json.path("start").path("toolUse").path("name").asString(), "");
        }
      }
      case "contentBlockDelta" -> {
        text.append(json.path("delta").path("text").asString(""));
        if (json.path("delta").has("toolUse")) {
          call(place, "", json.path("delta").path("toolUse").path("input").asString(""));
        }
      }
      case "messageStop" -> finish(json.path("stopReason").asString(""));
      case "metadata" -> converseUsage(json.path("usage"));
      case "" -> {
        int index = 0;
        for (JsonNode block : json.path("output").path("message").path("content")) {
          text.append(block.path("text").asString(""));
          if (block.has("toolUse")) {
            call(index, block.path("toolUse").path("name").asString(),
                block.path("toolUse").path("input").toString());
          }
          index++;
        }
        finish(json.path("stopReason").asString(""));
        converseUsage(json.path("usage"));
      }
      default -> {
      }
    }
  }

  private void converseUsage(JsonNode counted) {
    if (counted.isObject()) {
      usage.put("in",
          counted.path("inputTokens").asLong(0) + counted.path("cacheReadInputTokens").asLong(0)
              + counted.path("cacheWriteInputTokens").asLong(0));
      usage.put("out", counted.path("outputTokens").asLong(0));
    }
  }

  private void cohere(JsonNode json) {
    JsonNode delta = json.path("delta");
    JsonNode message = json.has("delta") ? delta.path("message") : json.path("message");
    text.append(message.path("tool_plan").asString(""));
    JsonNode content = message.path("content");
    text.append(content.path("text").asString(""));
    if (content.isArray()) {
      content.forEach(block -> text.append(block.path("text").asString("")));
    }
    JsonNode calls = message.path("tool_calls");
    if (calls.isObject()) {
      call(json.path("index").asInt(0), calls.path("function").path("name").asString(""),
          calls.path("function").path("arguments").asString(""));
    } else {
      int index = 0;
      for (JsonNode call : calls) {
        call(index++, call.path("function").path("name").asString(""),
            call.path("function").path("arguments").asString(""));
      }
    }
    finish(json.path("finish_reason").asString(delta.path("finish_reason").asString("")));
    JsonNode billed = (json.has("usage") ? json : delta).path("usage").path("billed_units");
    if (billed.isObject()) {
      usage.put("in", billed.path("input_tokens").asLong(0));
      usage.put("out", billed.path("output_tokens").asLong(0));
    }
  }

  private void call(int index, String name, String piece) {
    names.merge(index, name, String::concat);
    arguments.computeIfAbsent(index, _ -> new StringBuilder()).append(piece);
  }

  private void finish(String reason) {
    if (!reason.isEmpty() && finish.isEmpty()) {
      finish = reason;
      ended = true;
    }
  }

  private Answered result(Form form) {
    List<String> calls = new ArrayList<>();
    names.forEach((index, name) -> calls.add(name + " " + compact(arguments.get(index))));
    String reason = switch (finish) {
      case "length", "max_tokens", "MAX_TOKENS", "model_context_window_exceeded" -> "length";
      case "tool_calls", "tool_use", "TOOL_CALL", "function_call" -> "tools";
      case "content_filter", "refusal", "SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST",
          "SPII", "guardrail_intervened", "content_filtered", "MODEL_ARMOR", "IMAGE_SAFETY" ->
        "filter";
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "OTHER", "ERROR", "error" -> "error";
      default -> calls.isEmpty() ? "end" : "tools";
    };
    boolean counted = !streamed || form != Form.CONVERSE || usage.containsKey("in");
    return new Answered(text.toString(), calls, reason, usage.getOrDefault("in", -1L),
        usage.getOrDefault("out", -1L), (ended || (!streamed && form == Form.CHAT)) && counted
            && !failed && !reason.equals("error"));
  }

  /// Arguments as compact JSON; what a limit cut off as it stands.
  static String compact(@Nullable CharSequence arguments) {
    String text = arguments == null ? "" : arguments.toString().strip();
    if (text.isEmpty() || text.equals("null")) {
      return "{}";
    }
    try {
      return JSON.readTree(text).toString();
    } catch (JacksonException cut) {
      return text;
    }
  }
}
