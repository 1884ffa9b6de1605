package dev.prism.server.it;

import dev.prism.testing.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What a recorded answer says, read anew with a plain JSON parser and none of the gateway's own code.
final class DirectReading {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final boolean responses;
  private final boolean streamed;
  private boolean failed;
  private boolean ended;
  private String finish = "";
  private String model = "";
  private JsonNode usage = JSON.missingNode();
  private final Set<Integer> choices = new TreeSet<>();
  private final Set<Integer> finished = new TreeSet<>();

  private DirectReading(Recording recording) {
    responses = recording.endpoint().equals("responses");
    streamed = recording.stream();
  }

  static DirectReading of(Recording recording) {
    DirectReading reading = new DirectReading(recording);
    if (recording.stream()) {
      blocks(recording.response().text()).forEach(reading::event);
    } else {
      reading.whole(recording.response().text());
    }
    return reading;
  }

  /// The blocks of an event stream with its line ends made one.
  static List<String> blocks(String stream) {
    List<String> blocks = new ArrayList<>();
    String even = stream.replace("\r\n", "\n").replace('\r', '\n');
    for (String block : even.split("\n\n", -1)) {
      if (!block.isBlank()) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  private void event(String block) {
    StringBuilder data = new StringBuilder();
    for (String line : block.split("\n", -1)) {
      if (line.startsWith("error:") || line.equals("event: error")) {
        failed = true;
      }
      if (line.startsWith("data:")) {
        data.append(line.substring(5).strip());
      }
    }
    if (data.isEmpty() || data.toString().equals("[DONE]")) {
      return;
    }
    JsonNode node = JSON.readTree(data.toString());
    if (responses) {
      responsesEvent(node);
    } else {
      chat(node);
    }
  }

  private void responsesEvent(JsonNode node) {
    String type = node.path("type").asString("");
    JsonNode response = node.path("response");
    if (type.equals("response.completed") || type.equals("response.incomplete")) {
      ended = true;
      responsesBody(response);
    } else if (type.equals("response.failed") || type.equals("error")) {
      failed = true;
    }
  }

  private void responsesBody(JsonNode response) {
    model = response.path("model").asString("");
    usage = response.path("usage");
    finish = response.path("incomplete_details")
        .path("reason")
        .asString(response.path("status").asString(""));
  }

  private void chat(JsonNode node) {
    failed |= node.hasNonNull("error");
    if (model.isEmpty()) {
      model = node.path("model").asString("");
    }
    for (JsonNode choice : node.path("choices")) {
      int index = choice.path("index").asInt(0);
      choices.add(index);
      String reason = choice.path("finish_reason").asString("");
      if (!reason.isEmpty()) {
        finished.add(index);
        if (index == 0) {
          finish = reason;
        }
      }
    }
    if (node.path("usage").isObject()) {
      usage = node.path("usage");
    } else if (node.path("x_groq").path("usage").isObject() && !usage.isObject()) {
      usage = node.path("x_groq").path("usage");
    }
  }

  private void whole(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      failed = node.hasNonNull("error");
      if (responses) {
        responsesBody(node);
      } else {
        chat(node);
      }
    } catch (JacksonException _) {
      failed = true;
    }
  }

  /// Whether the answer is whole and no failure is reported in it.
  boolean succeeded() {
    if (failed) {
      return false;
    }
    return !streamed || (responses ? ended : !choices.isEmpty() && finished.containsAll(choices));
  }

  String finish() {
    return finish;
  }

  String model() {
    return model;
  }

  JsonNode usage() {
    return usage;
  }

  boolean hasUsage() {
    return usage.isObject();
  }

  long prompt() {
    long counted = Math.max(usage.path("prompt_tokens").asLong(0),
        usage.path("input_tokens").asLong(0));
    return counted == 0 && completion() == 0 ? usage.path("total_tokens").asLong(0) : counted;
  }

  long completion() {
    return Math.max(usage.path("completion_tokens").asLong(0),
        usage.path("output_tokens").asLong(0));
  }

  long total() {
    return Math.max(prompt() + completion(), usage.path("total_tokens").asLong(0));
  }

  long cached() {
    return usage.path("prompt_tokens_details")
        .path("cached_tokens")
        .asLong(usage.path("input_tokens_details").path("cached_tokens").asLong(0));
  }

  long spoken() {
    return usage.path("completion_tokens_details").path("audio_tokens").asLong(0);
  }

  long reasoning() {
    return usage.path("completion_tokens_details")
        .path("reasoning_tokens")
        .asLong(usage.path("output_tokens_details").path("reasoning_tokens").asLong(0));
  }
}
