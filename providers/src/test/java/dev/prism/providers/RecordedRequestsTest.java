package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.json.JsonFields;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Each recorded request of a provider, read for what it asks and written anew for the same provider, is
/// the recorded one field for field, up to the differences that stand in `request-differences.yaml`.
class RecordedRequestsTest {
  private static final Path FOLDER = Path.of(System.getProperty("prism.shared", "shared"),
      "fixtures", "providers");
  private final Map<String, Integer> documented = new TreeMap<>();
  /// Differences without a reason, each with the first request that shows it.
  private final Map<String, String> others = new TreeMap<>();
  private final Map<String, int[]> counts = new TreeMap<>();

  /// The dialect in which a recorded request is written anew, by the endpoint of the recording.
  private static final Map<String, String> DIALECTS = Map.of("messages", "anthropic",
      "chat.completions", "openai", "generateContent", "gemini", "streamGenerateContent", "gemini",
      "converse", "bedrock", "converse-stream", "bedrock", "cohere.v2.chat", "cohere");

  @Test
  void requestsAreThoseThatWereRecorded() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "skipped: no recordings in " + FOLDER);
    RequestDifferences known = RequestDifferences.read();
    for (String file : List.of("anthropic", "openai", "gemini", "vertex", "bedrock", "cohere",
        "groq", "deepseek", "mistral", "openrouter", "together")) {
      for (String line : Files.readAllLines(FOLDER.resolve(file + ".jsonl"))) {
        JsonNode row = Talk.JSON.readTree(line);
        String dialect = DIALECTS.get(row.path("endpoint").asString());
        String body = row.path("request").path("body").asString("");
        if (dialect != null && row.path("status").asInt() < 400 && body.startsWith("{")) {
          JsonNode recorded = Talk.JSON.readTree(body);
          compare(file, dialect, row,
              dialect.equals("gemini") ? RecordedIntents.camelCase(recorded) : recorded, known);
        }
      }
    }
    counts.forEach((name, n) -> System.out.println(name + ": " + n[0] + " requests, " + n[1]
        + " equal, " + n[2] + " equal but for documented differences, " + n[3]
        + " refused or not compared"));
    documented.forEach((why, n) -> System.out.println("  " + n + " x " + why));
    others.forEach((what, how) -> System.out.println("  without a reason: " + what + " (" + how + ")"));
    assertThat(others).isEmpty();
    assertThat(counts.values().stream().mapToInt(n -> n[0] - n[3]).sum()).isGreaterThan(500);
  }

  private void compare(String file, String dialect, JsonNode row, JsonNode recorded,
      RequestDifferences known) {
    int[] n = counts.computeIfAbsent(file, _ -> new int[4]);
    n[0]++;
    String unsaid = RequestDifferences.unsayable(dialect, recorded);
    if (unsaid != null) {
      n[3]++;
      documented.merge(dialect + ": not compared: " + unsaid, 1, Integer::sum);
      return;
    }
    boolean own = RequestDifferences.takeOutServerTools(recorded);
    if (own) {
      documented.merge(dialect + ": tools that the provider runs itself", 1, Integer::sum);
    }
    String model = model(row, recorded);
    JsonNode written;
    try {
      written = Talk.JSON
          .readTree(writer(file, dialect).write(intent(dialect, row, recorded), model).body());
    } catch (Unsuited refused) {
      n[3]++;
      documented.merge(dialect + ": refused: " + refused.error().message(), 1, Integer::sum);
      return;
    }
    RequestDifferences.Found found = known.of(dialect, recorded, written);
    found.documented().forEach(why -> documented.merge(why, 1, Integer::sum));
    found.others()
        .forEach(
            (what, how) -> others.putIfAbsent(dialect + " " + what, file + " " + row.path("id").asString() + " " + how));
    n[!own && found.documented().isEmpty() && found.others().isEmpty() ? 1 : 2]++;
  }

  /// The model of the body, or the one that the path names.
  private static String model(JsonNode row, JsonNode recorded) {
    String url = row.path("request").path("url").asString();
    int at = url.contains("/models/") ? url.indexOf("/models/") + 8 : url.indexOf("/model/") + 7;
    if (recorded.has("model")) {
      return recorded.path("model").asString();
    }
    String rest = url.substring(at);
    int end = rest.indexOf(url.contains("/models/") ? ':' : '/');
    return URLDecoder.decode(end < 0 ? rest : rest.substring(0, end), StandardCharsets.UTF_8);
  }

  private static ChatRequest intent(String dialect, JsonNode row, JsonNode recorded)
      throws Unsuited {
    boolean stream = row.path("endpoint").asString().toLowerCase(Locale.ROOT)
        .contains("stream");
    JsonNode asked = switch (dialect) {
      case "gemini" -> RecordedIntents.ofGemini(recorded, stream);
      case "bedrock" -> RecordedIntents.ofBedrock(recorded, stream);
      case "cohere" -> RecordedIntents.ofCohere(recorded);
      default -> recorded;
    };
    Endpoint client = dialect.equals("anthropic") ? Endpoint.MESSAGES : Endpoint.CHAT_COMPLETIONS;
    return Dialects.of(client).request(Talk.members(asked.toString()));
  }

  /// The writer of an adapter, found by a call from another dialect.
  private static ChatWriter writer(String file, String dialect) {
    Endpoint other = dialect.equals("anthropic") ? Endpoint.CHAT_COMPLETIONS : Endpoint.MESSAGES;
    ProviderAdapter adapter = Talk
        .adapter(dialect.equals("openai") ? file.equals("gemini") || file.equals("vertex") ? "openai" : file : dialect);
    Call call = adapter.call(other, "m");
    if (call == null || !(call.translator() instanceof ChatTranslator translator)) {
      throw new AssertionError(dialect);
    }
    return translator.provider();
  }
}
