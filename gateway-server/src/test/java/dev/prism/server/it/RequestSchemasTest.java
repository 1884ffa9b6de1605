package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Secret;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.providers.Call;
import dev.prism.providers.Outgoing;
import dev.prism.providers.ProviderAdapter;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.Providers;
import dev.prism.providers.Thoughts;
import dev.prism.providers.Translator;
import dev.prism.providers.Unsuited;
import dev.prism.testing.RecordedInteractions;
import dev.prism.testing.Recording;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every recorded request of the three client dialects, written for every provider's dialect, is accepted
/// by the types that the provider makes from its published schema.
class RequestSchemasTest {
  private static final Logger LOG = LoggerFactory.getLogger(RequestSchemasTest.class);
  private static final Map<String, Endpoint> CLIENTS = Map.of("chat.completions",
      Endpoint.CHAT_COMPLETIONS, "messages", Endpoint.MESSAGES, "responses", Endpoint.RESPONSES);
  private static final Map<String, String> MODELS = Map.of("openai", "gpt-4o", "anthropic",
      "claude-sonnet-4-5", "gemini", "gemini-2.5-flash", "bedrock",
      "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "cohere", "command-a-03-2025");

  private static final List<String> PROVIDERS = List.of("openai", "anthropic", "azure", "mistral",
      "groq", "deepseek", "openrouter", "together", "huggingface", "ollama", "cerebras", "vllm-local",
      "bedrock-mantle", "pydantic-gateway", "snowflake", "zai", "gemini", "vertex");
  private final List<String> problems = new ArrayList<>();
  /// Written, accepted, refused by ourselves.
  private final Map<String, int[]> counts = new LinkedHashMap<>();
  private final Map<String, Integer> refusals = new TreeMap<>();

  @Test
  void whatIsWrittenIsAcceptedByTheProvidersOwnTypes() {
    assumeTrue(RecordedInteractions.areHere(), "skipped: the recordings are not on this machine");
    for (String provider : PROVIDERS) {
      for (Recording recording : RecordedInteractions.of(provider)) {
        Endpoint client = CLIENTS.get(recording.endpoint());
        JsonMembers body = client == null ? null : members(recording);
        if (client != null && body != null && recording.status() < 400) {
          MODELS.keySet().stream().sorted().forEach(to -> check(recording, client, body, to));
        }
      }
    }
    counts.forEach((to, n) -> LOG.warn("{}: {} written, {} accepted, {} refused by the gateway", to,
        n[0], n[1], n[2]));
    LOG.warn("refused by the gateway: {}", refusals);
    assertThat(problems.stream().limit(40).toList()).as("%s problems", problems.size()).isEmpty();
    assertThat(counts.values().stream().mapToInt(n -> n[1]).sum()).isGreaterThan(1500);
  }

  private void check(Recording recording, Endpoint client, JsonMembers body, String to) {
    Translator translator = translator(to, client);
    if (translator == null) {
      return;
    }
    int[] n = counts.computeIfAbsent(to + " from " + client.label(), _ -> new int[3]);
    Outgoing outgoing;
    try {
      outgoing = translator
          .begin(body,
              new Translator.Asking(String.valueOf(MODELS.get(to)), true, Thoughts.FORGETFUL))
          .outgoing();
    } catch (Unsuited unsuited) {
      n[2]++;
      refusals.merge(to + ": " + unsuited.error().message(), 1, Integer::sum);
      return;
    }
    n[0]++;
    List<String> found = PublishedSchemas.problems(to, outgoing.body());
    if (found.isEmpty()) {
      n[1]++;
    } else {
      problems.add(recording.provider() + " " + recording.id() + " to " + to + ": " + found);
    }
  }

  private static @Nullable JsonMembers members(Recording recording) {
    byte[] bytes = recording.request().body();
    try {
      JsonMembers members = new StrictJson(JsonLimits.REQUEST).check(bytes, 0, bytes.length);
      return members.isObject() ? members : null;
    } catch (JsonProblem noJson) {
      return null;
    }
  }

  static @Nullable Translator translator(String to, Endpoint client) {
    URI nowhere = URI.create("http://127.0.0.1:1");
    ProviderAdapter adapter = Providers
        .create("p", ProviderSettings.of(to, null, nowhere, new Secret("k")))
        .adapter();
    Call call = adapter.call(client, String.valueOf(MODELS.get(to)));
    return call == null ? null : call.translator();
  }
}
