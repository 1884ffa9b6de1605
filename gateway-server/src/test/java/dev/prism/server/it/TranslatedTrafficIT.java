package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.anthropic.errors.AnthropicException;
import com.openai.errors.OpenAIException;
import dev.prism.server.it.OfficialClients.Speaks;
import dev.prism.server.it.RecordedAnswer.Form;
import dev.prism.testing.Chunking;
import dev.prism.testing.RecordedInteractions;
import dev.prism.testing.Recording;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every recorded answer of a conversation goes through the gateway to the official client of each
/// dialect that clients speak, cut in every way: what the client understood is what a direct parse of the
/// recording says.
class TranslatedTrafficIT {
  private static final Logger LOG = LoggerFactory.getLogger(TranslatedTrafficIT.class);

  /// A file of recordings, the adapter that reads them, and the endpoints that it has.
  private record Source(String settings, String model, Map<String, Form> endpoints) {}

  private static final Map<String, Source> SOURCES = sources();
  /// A replay waits for its bytes most of the time.
  private static final int AT_ONCE = 3;
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
  /// Replayed, passed, excluded.
  private final Map<String, int[]> counts = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> excluded = new ConcurrentSkipListMap<>();

  private static Map<String, Source> sources() {
    Map<String, Source> sources = new LinkedHashMap<>();
    Map<String, Form> chat = Map.of("chat.completions", Form.CHAT);
    sources.put("anthropic", new Source("adapter: anthropic, base-url: \"%s\"", "claude-sonnet-4-5",
        Map.of("messages", Form.MESSAGES)));
    sources.put("gemini", new Source("adapter: gemini, base-url: \"%s\"", "gemini-2.5-flash",
        Map.of("generateContent", Form.GENERATE, "streamGenerateContent", Form.GENERATE)));
    sources.put("vertex",
        new Source(
            "adapter: gemini, base-url: \"%s\", project: p, location: global, access-token: t",
            "gemini-2.5-flash",
            Map.of("generateContent", Form.GENERATE, "streamGenerateContent", Form.GENERATE)));
    sources.put("bedrock",
        new Source(
            "adapter: bedrock, base-url: \"%s\", region: us-east-1, access-key-id: AKIDEXAMPLE,"
                + " secret-access-key: s",
            "us.amazon.nova-micro-v1:0",
            Map.of("converse", Form.CONVERSE, "converse-stream", Form.CONVERSE)));
    sources.put("cohere", new Source("adapter: cohere, base-url: \"%s\"", "command-a-03-2025",
        Map.of("cohere.v2.chat", Form.COHERE)));
    sources.put("azure", new Source("adapter: azure, base-url: \"%s\"", "my-deployment", chat));
    sources.put("openai", new Source("adapter: openai, base-url: \"%s/v1\"", "gpt-4o-mini", chat));
    for (String preset : List.of("groq", "deepseek", "openrouter", "together", "mistral", "ollama",
        "cerebras", "huggingface")) {
      sources.put(preset, new Source("preset: " + preset + ", base-url: \"%s/v1\"", "m", chat));
    }
    sources.put("vllm-local", new Source("preset: vllm, base-url: \"%s/v1\"", "m", chat));
    for (String plain : List.of("zai", "snowflake", "pydantic-gateway", "bedrock-mantle")) {
      sources.put(plain, new Source("adapter: openai, base-url: \"%s/v1\"", "m", chat));
    }
    return sources;
  }

  @Test
  void everyOfficialClientUnderstandsEveryRecordedAnswer() throws Exception {
    assumeTrue(RecordedInteractions.areHere(), "skipped: the recordings are not on this machine");
    Map<String, StubProvider> stubs = new HashMap<>();
    SOURCES.keySet().forEach(name -> stubs.put(name, StubProvider.answering(Chat.answer())));
    try (TestGateway gateway = TestGateway.start(yaml(stubs));
        OfficialClients clients = new OfficialClients(gateway.port());
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> replays = new ArrayList<>();
      SOURCES.forEach((name, source) -> replays.add(pool.submit(() -> RecordedInteractions.of(name)
          .forEach(each -> replay(name, source, each, stub(stubs, name), clients)))));
      for (Future<?> each : replays) {
        each.get();
      }
    } finally {
      stubs.values().forEach(StubProvider::close);
    }
    counts.forEach(
        (name, n) -> LOG.warn("{}: {} replayed, {} passed, {} excluded", name, n[0], n[1], n[2]));
    LOG.warn("excluded: {}", excluded);
    assertThat(problems.stream().limit(40).toList()).as("%s problems", problems.size()).isEmpty();
    assertThat(counts.values().stream().mapToInt(n -> n[0]).sum()).isGreaterThan(600);
  }

  private static GatewayYaml yaml(Map<String, StubProvider> stubs) {
    GatewayYaml yaml = GatewayYaml.empty();
    SOURCES.forEach((name, source) -> {
      yaml.provider(name,
          "{ " + source.settings().formatted(stub(stubs, name).url()) + ", api-key: k }");
      yaml.route(name, "{ a: { provider: " + name + ", model: \"" + source.model() + "\" } }",
          "{ primary: a }");
    });
    return yaml;
  }

  private static StubProvider stub(Map<String, StubProvider> stubs, String name) {
    return Objects.requireNonNull(stubs.get(name));
  }

  /// Whether a recording is replayed here.
  static boolean covers(String name, Recording recording) {
    Source source = SOURCES.get(name);
    Form form = source == null ? null : source.endpoints().get(recording.endpoint());
    return form != null && why(recording, form).isEmpty();
  }

  private static String why(Recording recording, @Nullable Form form) {
    return form == null
        ? "endpoint " + recording.endpoint()
        : recording.response().body().length == 0
            ? "no body recorded"
            : recording.stream() && recording.status() >= 400 ? "error" : "";
  }

  private void replay(String name, Source source, Recording recording, StubProvider stub,
      OfficialClients clients) {
    int[] n = counts.computeIfAbsent(name, _ -> new int[3]);
    Form form = source.endpoints().get(recording.endpoint());
    String why = why(recording, form);
    if (form == null || !why.isEmpty()) {
      n[2]++;
      excluded.merge(name + ": " + why, 1, Integer::sum);
      return;
    }
    n[0]++;
    boolean passed = true;
    Answered wanted = RecordedAnswer.of(recording, form);
    for (Speaks dialect : Speaks.values()) {
      boolean own = dialect == Speaks.CHAT && form == Form.CHAT;
      if (own || (dialect == Speaks.RESPONSES && hasResponses(name))) {
        // The bytes pass as they are: RecordedTrafficIT compares them.
        continue;
      }
      List<Chunking> cuts = recording.stream()
          ? List.of(Chunking.values())
          : List.of(Chunking.WHOLE);
      for (Chunking cut : cuts) {
        String problem = problem(name, recording, dialect, cut, wanted, stub, clients);
        if (!problem.isEmpty()) {
          problems.add(name + " " + recording.id() + " " + recording.endpoint() + " to " + dialect
              + " " + cut + ": " + problem);
          passed = false;
          break;
        }
      }
    }
    n[1] += passed ? 1 : 0;
  }

  private static boolean hasResponses(String name) {
    return !List
        .of("anthropic", "gemini", "vertex", "bedrock", "cohere", "mistral", "together", "cerebras")
        .contains(name);
  }

  private static String problem(String name, Recording recording, Speaks dialect, Chunking cut,
      Answered wanted, StubProvider stub, OfficialClients clients) {
    stub.answer(typed(recording, recording.reply(cut)));
    Answered got;
    try {
      got = clients.ask(dialect, name, recording.stream());
    } catch (OpenAIException | AnthropicException error) {
      return recording.status() >= 400 || !wanted.whole()
          ? ""
          : "refused: " + error + ", " + error.getCause();
    } catch (RuntimeException broken) {
      return "not understood: " + broken;
    }
    if (recording.status() >= 400 || !wanted.whole()) {
      return "a failure was read as " + got;
    }
    // The counts of a compaction stand apart, and the bytes of a message pass as they are.
    boolean apart = dialect == Speaks.MESSAGES
        && recording.response().text().contains("\"compaction\"");
    return difference(wanted, got, !apart);
  }

  /// Some recordings have lost the type of their stream.
  private static Reply typed(Recording recording, Reply reply) {
    boolean known = reply.headers().stream().anyMatch(h -> h.name().equals("content-type"));
    return known || !recording.stream() ? reply : reply.with("content-type", "text/event-stream");
  }

  private static String difference(Answered wanted, Answered got, boolean counts) {
    if (!got.text().equals(wanted.text())) {
      return "text '" + got.text() + "' instead of '" + wanted.text() + "'";
    }
    if (!got.calls().equals(wanted.calls())) {
      return "calls " + got.calls() + " instead of " + wanted.calls();
    }
    if (!got.finish().equals(wanted.finish())) {
      return "finish " + got.finish() + " instead of " + wanted.finish();
    }
    boolean counted = counts && wanted.prompt() >= 0;
    if (counted && (got.prompt() != wanted.prompt() || got.completion() != wanted.completion())) {
      return "usage " + got.prompt() + " + " + got.completion() + " instead of " + wanted.prompt()
          + " + " + wanted.completion();
    }
    return "";
  }
}
