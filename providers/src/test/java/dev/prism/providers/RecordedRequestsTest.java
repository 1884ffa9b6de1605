package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.chat.ChatRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Each recorded request, read for what it asks and written anew for the same provider, is the recorded one
/// field for field but for the differences that docs/dialects.md allows, each no more often than it says
/// there. Those of Gemini, Bedrock and Cohere are said as a chat first, as a client would.
class RecordedRequestsTest {
  private static final Map<String, String> FORMS = Map.of("messages", "messages",
      "chat.completions", "chat", "generateContent", "gemini", "streamGenerateContent", "gemini",
      "converse", "bedrock", "converse-stream", "bedrock", "cohere.v2.chat", "cohere");
  private static final List<String> PROVIDERS = List.of("openai", "azure", "groq", "mistral",
      "deepseek", "openrouter", "together", "huggingface", "cerebras", "ollama", "vllm-local",
      "anthropic", "gemini", "vertex", "bedrock", "cohere");
  private final List<String> others = new ArrayList<>();
  /// Compared, equal.
  private final Map<String, int[]> counts = new TreeMap<>();
  private final Map<String, Integer> made = new TreeMap<>();
  private final Map<String, Integer> excluded = new TreeMap<>();

  @Test
  void requestsAreThoseThatWereRecorded() throws IOException {
    assumeTrue(RecordedRequest.areHere(), "skipped: the recordings are not on this machine");
    PROVIDERS.forEach(provider -> RecordedRequest.of(provider).forEach(this::compare));
    counts.forEach(
        (name, n) -> System.out.println(name + ": " + n[0] + " compared, " + n[1] + " equal"));
    made.forEach((rule, n) -> System.out.println("rule: " + rule + ": " + n));
    System.out.println("excluded: " + excluded);
    assertThat(others.stream().limit(40).toList()).as("%s differences", others.size()).isEmpty();
    Map<String, Integer> allowed = allowed();
    assertThat(allowed.keySet()).as("rows of docs/dialects.md that no rule stands behind")
        .isSubsetOf(RequestRules.LIST.stream().map(RequestRule::name).toList());
    made.forEach((rule, n) -> assertThat(n).as("places of the rule '%s'", rule)
        .isLessThanOrEqualTo(allowed.getOrDefault(rule, 0)));
    assertThat(excluded.values().stream().mapToInt(n -> n).sum()).isLessThanOrEqualTo(6);
    assertThat(counts.values().stream().mapToInt(n -> n[0]).sum()).isGreaterThan(870);
  }

  /// The rows `| rule | dialects | places |` of the document.
  private static Map<String, Integer> allowed() throws IOException {
    Map<String, Integer> allowed = new TreeMap<>();
    boolean table = false;
    for (String line : Files.readAllLines(Path.of("..", "docs", "dialects.md"))) {
      String[] cells = line.split("\\|", -1);
      table = line.startsWith("| rule ") || (table && line.startsWith("|"));
      if (table && !line.startsWith("| rule ") && !line.startsWith("|--")) {
        allowed.put(cells[1].strip().replace("`", ""),
            Integer.valueOf(cells[cells.length - 2].strip()));
      }
    }
    return allowed;
  }

  private void compare(RecordedRequest recorded) {
    String form = FORMS.get(recorded.endpoint());
    if (form == null) {
      return;
    }
    if (form.equals("bedrock") && hasNoWord(recorded.body())) {
      excluded.merge("video, or what the provider's own tool answered", 1, Integer::sum);
      return;
    }
    try {
      JsonNode body = form.equals("gemini")
          ? RecordedIntents.camelCase(recorded.body())
          : recorded.body();
      Outgoing outgoing = Intent.writer(Talk.adapter(adapter(form, recorded)))
          .write(intent(form, recorded, body), recorded.model());
      JsonNode written = Talk.JSON.readTree(outgoing.body());
      RequestRule.Case at = new RequestRule.Case(form, recorded.provider(),
          body.deepCopy().asObject(), outgoing.dropped(), written);
      for (RequestRule rule : RequestRules.LIST) {
        int places = rule.forms().contains(form) ? rule.change().make(at) : 0;
        if (places > 0) {
          made.merge(rule.name(), places, Integer::sum);
        }
      }
      List<String> found = TreeDifference.between(at.recorded(), written);
      found.forEach(difference -> others
          .add(recorded.provider() + " " + recorded.id() + " " + form + " " + difference));
      int[] n = counts.computeIfAbsent(recorded.provider(), _ -> new int[2]);
      n[0]++;
      n[1] += found.isEmpty() ? 1 : 0;
    } catch (Unsuited refused) {
      excluded.merge(recorded.provider() + ": " + refused.error().message(), 1, Integer::sum);
    }
  }

  private static String adapter(String form, RecordedRequest recorded) {
    return switch (recorded.provider()) {
      case "vllm-local" -> "vllm";
      // Google's own address of the OpenAI dialect.
      case "gemini" -> form.equals("chat") ? "openai" : "gemini";
      default -> recorded.provider();
    };
  }

  private static boolean hasNoWord(JsonNode body) {
    for (JsonNode turn : body.path("messages")) {
      boolean answer = turn.path("role").asString("").equals("assistant");
      for (JsonNode block : turn.path("content")) {
        if (block.has("video") || (answer && block.has("toolResult"))) {
          return true;
        }
      }
    }
    return false;
  }

  private static ChatRequest intent(String form, RecordedRequest recorded, JsonNode body)
      throws Unsuited {
    JsonNode asked = switch (form) {
      case "gemini" -> RecordedIntents.ofGemini(body, recorded.stream());
      case "bedrock" -> RecordedIntents.ofBedrock(body, recorded.stream());
      case "cohere" -> RecordedIntents.ofCohere(body);
      default -> body;
    };
    return Dialects.of(form.equals("messages") ? Endpoint.MESSAGES : Endpoint.CHAT_COMPLETIONS)
        .request(Talk.members(asked.toString()));
  }
}
