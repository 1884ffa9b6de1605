package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.testing.Chunking;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.RecordedInteractions;
import dev.prism.testing.Recording;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every recording that is replayed in no dialect of its own (token counts, rerank, older versions,
/// endpoints that the gateway does not know) goes through raw passthrough, and its bytes are the recorded
/// ones both ways. What cannot is counted with its reason.
class RawTrafficIT {
  private static final Logger LOG = LoggerFactory.getLogger(RawTrafficIT.class);
  private static final Map<String, String> PROVIDERS = providers();
  private final List<String> problems = new ArrayList<>();
  /// Recorded, replayed elsewhere, replayed here, excluded.
  private final Map<String, int[]> counts = new LinkedHashMap<>();
  private final Map<String, Integer> excluded = new TreeMap<>();

  private static Map<String, String> providers() {
    Map<String, String> providers = new LinkedHashMap<>();
    for (String preset : List.of("groq", "deepseek", "openrouter", "together", "mistral", "ollama",
        "cerebras", "huggingface")) {
      providers.put(preset, "preset: " + preset);
    }
    providers.put("vllm-local", "preset: vllm");
    for (String adapter : List.of("openai", "anthropic", "gemini", "bedrock", "cohere", "azure")) {
      providers.put(adapter, "adapter: " + adapter);
    }
    providers.put("vertex", "adapter: gemini, project: p, access-token: t");
    for (String plain : List.of("zai", "snowflake", "pydantic-gateway", "bedrock-mantle",
        "voyage")) {
      providers.put(plain, "adapter: openai");
    }
    return providers;
  }

  @Test
  void whatHasNoDialectHerePassesAsItIs() throws IOException {
    assumeTrue(RecordedInteractions.areHere(), "skipped: the recordings are not on this machine");
    StubProvider stub = StubProvider.answering(Chat.answer());
    GatewayYaml yaml = GatewayYaml.empty();
    PROVIDERS.forEach((name, settings) -> yaml.provider(name,
        "{ " + settings + ", base-url: \"" + stub.url() + "\", api-key: k }"));
    yaml.route("any", "{ a: { provider: openai, model: m } }", "{ primary: a }");
    try (stub; TestGateway gateway = TestGateway.start(yaml)) {
      for (String provider : PROVIDERS.keySet()) {
        for (Recording recording : RecordedInteractions.of(provider)) {
          count(provider, recording, gateway, stub);
        }
      }
    }
    int[] all = new int[4];
    counts.forEach((provider, n) -> {
      LOG.warn("{}: {} recorded, {} replayed in a dialect, {} replayed raw, {} excluded", provider,
          n[0], n[1], n[2], n[3]);
      for (int i = 0; i < 4; i++) {
        all[i] += n[i];
      }
    });
    LOG.warn("all: {} recorded, {} replayed in a dialect, {} replayed raw, {} excluded: {}", all[0],
        all[1], all[2], all[3], excluded);
    assertThat(problems).isEmpty();
    assertThat(all[1] + all[2]).as("of %s", all[0]).isGreaterThan(all[0] - 6);
  }

  private void count(String provider, Recording recording, TestGateway gateway, StubProvider stub)
      throws IOException {
    int[] n = counts.computeIfAbsent(provider, _ -> new int[4]);
    n[0]++;
    if (RecordedTrafficIT.covers(provider, recording)
        || TranslatedTrafficIT.covers(provider, recording)) {
      n[1]++;
    } else if (recording.response().body().length == 0) {
      n[3]++;
      excluded.merge("no body was recorded", 1, Integer::sum);
    } else if (target(recording).startsWith("//")) {
      n[3]++;
      excluded.merge("the target is in no canonical form: refused", 1, Integer::sum);
    } else {
      n[2]++;
      replay(provider, recording, gateway, stub);
    }
  }

  private static String target(Recording recording) {
    URI url = URI.create(recording.url().replaceAll("[<>]", ""));
    return url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
  }

  private void replay(String provider, Recording recording, TestGateway gateway, StubProvider stub)
      throws IOException {
    stub.forget();
    stub.answer(recording.reply(Chunking.SEVEN));
    String path = target(recording);
    String body = recording.request().text();
    RawResponse response;
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      response = http.send(RawHttp.request(recording.method(), "/" + provider + path, body,
          new Header("te", "trailers"))).response();
    }
    String where = provider + " " + recording.id() + " " + recording.method() + " " + path + " "
        + recording.status() + ": ";
    if (stub.requests().size() != 1 || !stub.requests().getFirst().target().equals(path)
        || !stub.requests().getFirst().bodyText().equals(body)) {
      problems.add(where + "the provider got " + stub.requests() + ", answer " + response.text());
    } else if (recording.status() < 400
        && !(response.status() == recording.status() && response.text()
            .equals(new String(recording.response().body(), StandardCharsets.UTF_8)))) {
      problems.add(where + response.status() + " " + response.text());
    } else if (recording.status() >= 400 && response.status() < 400) {
      problems.add(where + "a failure was read as " + response.status());
    }
  }
}
