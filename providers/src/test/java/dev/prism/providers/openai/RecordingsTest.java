package dev.prism.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.providers.Provider;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.Providers;
import dev.prism.providers.ReplyDecoder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Every recording of the OpenAI dialect says to the decoders what it says to a direct parse.
class RecordingsTest {
  private static final Map<String, Endpoint> ENDPOINTS = Map.of("chat.completions",
      Endpoint.CHAT_COMPLETIONS, "completions", Endpoint.COMPLETIONS, "responses",
      Endpoint.RESPONSES, "embeddings", Endpoint.EMBEDDINGS, "models", Endpoint.MODELS);
  /// Not of the dialect, though at an endpoint of its name; or recorded without a body.
  private static final List<String> FOREIGN = List.of("cohere", "gemini/embeddings");
  private final Provider provider = Providers.create("any",
      new ProviderSettings("openai", null, URI.create("http://127.0.0.1:1/v1"), null, null, null,
          null, null, null, null, null, null, null, null, null, null, null, null));
  private final List<AssertionError> differences = new ArrayList<>();
  private final Map<String, int[]> counts = new TreeMap<>();

  @Test
  void everyRecordingIsReadAsADirectParseReadsIt() throws Exception {
    List<Recording> all = Recording.all();
    assumeFalse(all.isEmpty(), "no recordings here");
    for (Recording recording : all) {
      if (recording.status() >= 400) {
        continue;
      }
      int[] count = counts.computeIfAbsent(recording.provider(), _ -> new int[2]);
      if (recording.body().isEmpty() || FOREIGN.contains(recording.provider())) {
        count[1]++;
        continue;
      }
      count[0]++;
      try {
        agree(recording);
      } catch (AssertionError difference) {
        differences.add(difference);
      }
    }
    assertThat(differences).isEmpty();
    counts.forEach((name, count) -> System.out
        .println(name + ": read " + count[0] + ", excluded " + count[1]));
  }

  private void agree(Recording recording) throws Exception {
    DirectParse wanted = DirectParse.of(recording);
    if (!recording.isSse()) {
      agree(recording, wanted, Facts.ofBody(decoder(recording), recording.bytes()));
      return;
    }
    byte[] bytes = recording.bytes();
    for (int chunk : new int[]{1, 7, 1024, bytes.length}) {
      agree(recording, wanted, Facts.ofStream(decoder(recording), bytes, chunk));
    }
  }

  private ReplyDecoder decoder(Recording recording) {
    Endpoint endpoint = ENDPOINTS.get(recording.endpoint());
    return provider.adapter().decoder(endpoint == null ? Endpoint.PASSTHROUGH : endpoint);
  }

  private static void agree(Recording recording, DirectParse wanted, Facts facts) {
    assertThat(facts.problems).as("malformed events of %s", recording).isZero();
    assertThat(facts.text).as("text of %s", recording).isEqualTo(wanted.text);
    assertThat(facts.reasoning).as("reasoning of %s", recording).isEqualTo(wanted.reasoning);
    assertThat(facts.calls).as("tool calls of %s", recording).isEqualTo(wanted.calls);
    assertThat(facts.finish).as("finish of %s", recording).isEqualTo(wanted.finish);
    assertThat(facts.failed != null).as("failure of %s", recording).isEqualTo(wanted.error);
    boolean ends = !recording.isSse() || !wanted.finish.isEmpty();
    assertThat(facts.complete).as("completeness of %s", recording).isEqualTo(ends && !wanted.error);
    assertThat(facts.model).as("model of %s", recording).isEqualTo(wanted.model);
    usage(recording, wanted.usage, facts.usage);
  }

  private static void usage(Recording recording, @Nullable JsonNode wanted,
      @Nullable TokenUsage usage) {
    assertThat(usage == null).as("usage of %s", recording).isEqualTo(wanted == null);
    if (usage == null || wanted == null) {
      return;
    }
    long in = count(wanted, "prompt_tokens", "input_tokens");
    long out = count(wanted, "completion_tokens", "output_tokens");
    long total = wanted.path("total_tokens").asLong(in + out);
    assertThat(usage.total()).as("total of %s", recording).isEqualTo(Math.max(total, in + out));
    assertThat(usage.prompt()).as("prompt of %s", recording)
        .isEqualTo(in == 0 && out == 0 ? total : in);
    JsonNode details = wanted.has("prompt_tokens_details")
        ? wanted.path("prompt_tokens_details")
        : wanted.path("input_tokens_details");
    long cached = Math.max(details.path("cached_tokens").asLong(0),
        Math.max(wanted.path("prompt_cache_hit_tokens").asLong(0),
            wanted.path("num_cached_tokens").asLong(0)));
    assertThat(usage.cacheRead()).as("cached of %s", recording).isEqualTo(Math.min(cached, in));
  }

  private static long count(JsonNode usage, String name, String other) {
    return usage.has(name) ? usage.path(name).asLong() : usage.path(other).asLong(0);
  }

  @Test
  void everyErrorIsUnderstood() throws JsonProblem {
    List<Recording> all = Recording.all();
    assumeFalse(all.isEmpty(), "no recordings here");
    for (Recording recording : all) {
      if (recording.status() < 400 || recording.provider().equals("cohere")) {
        continue;
      }
      var refusal = provider.adapter()
          .refusal(recording.status(),
              name -> recording.headers().path(name).asStringOpt().orElse(null), recording.bytes());
      boolean auth = recording.status() == 401 || recording.status() == 403
          || recording.body().contains("API key");
      assertThat(refusal.error().code().equals("upstream_auth")).as("auth of %s", recording)
          .isEqualTo(auth);
      assertThat(refusal.error().message()).as("message of %s", recording).isNotBlank();
      if (refusal.error() instanceof GatewayError.ClientFault fault) {
        assertThat(recording.body()).as("words of %s", recording)
            .contains(fault.message().lines().findFirst().orElseThrow().substring(0, 10));
        assertThat(refusal.retryable()).isFalse();
      }
    }
  }
}
