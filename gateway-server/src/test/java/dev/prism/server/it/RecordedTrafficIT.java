package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.JsonText;
import dev.prism.exchange.json.StrictJson;
import dev.prism.testing.Chunking;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.RecordedInteractions;
import dev.prism.testing.Recording;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every recording of the OpenAI dialect goes through the gateway from a stub provider: the provider gets
/// the request that was recorded, the client the answer, byte for byte but for what the contract changes,
/// and the trace says what a direct parse of the recording says.
class RecordedTrafficIT {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedTrafficIT.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENDPOINTS = Set.of("chat.completions", "completions",
      "embeddings", "responses");
  /// The file of recordings and the provider's settings without its address.
  private static final Map<String, String> PROVIDERS = providers();

  private final List<String> problems = new ArrayList<>();
  private final Map<String, int[]> counts = new LinkedHashMap<>();

  private static Map<String, String> providers() {
    Map<String, String> providers = new LinkedHashMap<>();
    for (String preset : List.of("groq", "deepseek", "openrouter", "together", "mistral", "ollama",
        "cerebras", "huggingface")) {
      providers.put(preset, "preset: " + preset);
    }
    providers.put("vllm-local", "preset: vllm");
    for (String plain : List.of("openai", "zai", "snowflake", "pydantic-gateway", "bedrock-mantle",
        "voyage", "gemini")) {
      providers.put(plain, "adapter: openai");
    }
    return providers;
  }

  @Test
  void everyRecordingReachesTheClientAsItWasSent() throws IOException {
    assumeTrue(RecordedInteractions.areHere(), "skipped: the recordings are not on this machine");
    StubProvider stub = StubProvider.answering(Chat.answer());
    try (stub; TestGateway gateway = TestGateway.start(yaml(stub.port()))) {
      for (String provider : PROVIDERS.keySet()) {
        for (Recording recording : RecordedInteractions.of(provider)) {
          count(provider, recording, gateway, stub);
        }
      }
    }
    counts.forEach((provider, n) -> LOG.warn("{}: {} replayed, {} passed, {} excluded", provider,
        n[0], n[1], n[2]));
    int replayed = counts.values().stream().mapToInt(n -> n[0]).sum();
    LOG.warn("all: {} replayed, {} passed, {} excluded", replayed,
        counts.values().stream().mapToInt(n -> n[1]).sum(),
        counts.values().stream().mapToInt(n -> n[2]).sum());
    assertThat(problems).isEmpty();
    assertThat(replayed).isGreaterThan(400);
  }

  /// A route for each model that was recorded, so that no breaker and no retry stands in between.
  private GatewayYaml yaml(int port) {
    GatewayYaml yaml = GatewayYaml.empty();
    PROVIDERS.forEach((provider, settings) -> {
      yaml.provider(provider,
          "{ " + settings + ", base-url: \"http://127.0.0.1:" + port + "/v1\", api-key: k }");
      for (Recording recording : RecordedInteractions.of(provider)) {
        if (isReplayable(recording)) {
          String model = model(recording);
          yaml.route(route(provider, model),
              "{ a: { provider: " + provider + ", model: \"" + model + "\" } }", "{ primary: a }");
        }
      }
    });
    return yaml;
  }

  private static String route(String provider, String model) {
    return provider + "-" + Keys.hash(model).substring(0, 12);
  }

  private static String model(Recording recording) {
    return JSON.readTree(recording.request().text()).path("model").asString();
  }

  private void count(String provider, Recording recording, TestGateway gateway, StubProvider stub)
      throws IOException {
    int[] n = counts.computeIfAbsent(provider, _ -> new int[3]);
    if (!isReplayable(recording)) {
      n[2]++;
      return;
    }
    n[0]++;
    int before = problems.size();
    List<Chunking> cuts = recording.stream() ? List.of(Chunking.values()) : List.of(Chunking.WHOLE);
    for (Chunking cut : cuts) {
      try {
        replay(provider, recording, cut, gateway, stub);
      } catch (AssertionError | IOException wrong) {
        problems.add(provider + " " + recording.id() + " " + recording.endpoint() + " "
            + recording.status() + " " + cut + ": " + wrong.getMessage());
        break;
      }
    }
    n[1] += problems.size() == before ? 1 : 0;
  }

  /// Whether a recording is replayed here.
  static boolean covers(String provider, Recording recording) {
    return PROVIDERS.containsKey(provider) && isReplayable(recording);
  }

  /// Other endpoints have no path of their own here; an Azure address has its version in the query; an
  /// answer whose body was not kept cannot be given again.
  private static boolean isReplayable(Recording recording) {
    return ENDPOINTS.contains(recording.endpoint()) && recording.request().body().length > 0
        && recording.response().body().length > 0
        && recording.request().text().contains("\"model\"");
  }

  private static void replay(String provider, Recording recording, Chunking cut,
      TestGateway gateway, StubProvider stub) throws IOException {
    stub.forget();
    stub.answer(recording.reply(cut));
    String body = renamed(recording.request().text(), route(provider, model(recording)));
    String path = "/v1/" + recording.endpoint().replace('.', '/');
    RawResponse response;
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      response = http.send(RawHttp.request("POST", path, body, new Header("te", "trailers")))
          .response();
    }
    assertThat(stub.requests()).as("calls: %s", response).hasSize(1);
    assertRequest(recording, stub.requests().getFirst().bodyText());
    if (recording.status() >= 400) {
      assertRefusal(recording, response);
    } else {
      assertAnswer(recording, response, gateway.traceOf(response));
    }
  }

  /// The same bytes with the route in place of the model.
  private static String renamed(String body, String route) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try {
      JsonMembers members = new StrictJson(JsonLimits.REPLY).check(bytes, 0, bytes.length);
      int model = members.find("model");
      String name = JsonText.quote(route);
      return new String(bytes, 0, members.valueStart(model), StandardCharsets.UTF_8) + name
          + new String(bytes, members.valueEnd(model), bytes.length - members.valueEnd(model),
              StandardCharsets.UTF_8);
    } catch (JsonProblem problem) {
      throw new AssertionError("the recorded request is no JSON", problem);
    }
  }

  private static void assertRequest(Recording recording, String sent) {
    JsonNode wanted = JSON.readTree(recording.request().text());
    JsonNode got = JSON.readTree(sent);
    boolean chat = recording.endpoint().endsWith("completions");
    if (chat && wanted.path("stream").asBoolean(false)) {
      without(wanted, "stream_options");
      without(got, "stream_options");
    } else if (got.equals(wanted)) {
      assertThat(sent).isEqualTo(recording.request().text());
    }
    for (String other : List.of("max_completion_tokens", "max_tokens", "seed", "random_seed")) {
      without(wanted, other);
      without(got, other);
    }
    assertThat(got).isEqualTo(wanted);
  }

  private static void without(JsonNode node, String name) {
    ((ObjectNode) node).remove(name);
  }

  private static void assertRefusal(Recording recording, RawResponse response) {
    if (recording.status() == 401 || recording.status() == 403) {
      assertThat(response.status()).isEqualTo(502);
      assertThat(response.text()).contains("upstream_auth");
    } else if (recording.status() == 429) {
      assertThat(response.status()).isIn(429, 502);
    } else if (response.status() != 502) {
      assertThat(response.status()).isEqualTo(recording.status());
      assertThat(response.text()).isEqualTo(recording.response().text());
    }
    assertThat(response.header("x-prism-attempts")).contains("1");
  }

  private static void assertAnswer(Recording recording, RawResponse response, JsonNode trace) {
    DirectReading direct = DirectReading.of(recording);
    String sent = recording.response().text();
    if (!direct.succeeded() && recording.stream()) {
      assertBroken(sent, response, trace);
      return;
    }
    assertThat(response.status()).isEqualTo(recording.status());
    assertThat(response.isWhole()).isTrue();
    assertThat(response.text()).isEqualTo(recording.stream() ? stripped(recording) : sent);
    if (!direct.succeeded()) {
      return;
    }
    assertThat(trace.path("outcome").asString()).isEqualTo("answered");
    assertThat(trace.path("finish_reason").asString("")).isEqualTo(direct.finish());
    if (direct.hasUsage()) {
      assertUsage(direct, trace.path("usage"));
    }
    assertCost(recording, direct, response, trace);
  }

  private static void assertBroken(String sent, RawResponse response, JsonNode trace) {
    assertThat(trace.path("outcome").asString()).isEqualTo("failed");
    assertThat(response.text()).contains("\"code\":\"upstream_error\"").doesNotContain("[DONE]");
    if (response.status() == 200) {
      String passed = response.text();
      int common = 0;
      while (common < Math.min(passed.length(), sent.length())
          && passed.charAt(common) == sent.charAt(common)) {
        common++;
      }
      assertThat(passed.substring(common)).hasSizeLessThan(400);
    } else {
      assertThat(response.status()).isEqualTo(502);
    }
  }

  /// The stream without its chunk of usage alone, unless that was asked for, and with its marker.
  private static String stripped(Recording recording) {
    String sent = recording.response().text();
    if (recording.endpoint().equals("responses")) {
      // The dialect ends with its own event; a marker behind it is OpenRouter's alone.
      int marker = sent.indexOf("data: [DONE]");
      return marker < 0 ? sent : sent.substring(0, marker);
    }
    boolean asked = JSON.readTree(recording.request().text())
        .path("stream_options")
        .path("include_usage")
        .asBoolean(false);
    StringBuilder kept = new StringBuilder();
    for (byte[] piece : Chunking.EVENT.cut(recording.response().body())) {
      String block = new String(piece, StandardCharsets.UTF_8);
      if (asked || !isUsageOnly(block)) {
        kept.append(block);
      }
    }
    return kept + (sent.contains("[DONE]") ? "" : "data: [DONE]\n\n");
  }

  private static boolean isUsageOnly(String block) {
    String data = block.strip();
    if (!data.startsWith("data: {")) {
      return false;
    }
    JsonNode chunk = JSON.readTree(data.substring(6));
    return chunk.path("choices").isArray() && chunk.path("choices").isEmpty()
        && chunk.path("usage").isObject();
  }

  private static void assertUsage(DirectReading direct, JsonNode usage) {
    long prompt = sum(usage, "input", "cache_read", "cache_write_5m", "cache_write_1h",
        "audio_input");
    long completion = sum(usage, "output", "reasoning", "audio_output");
    assertThat(prompt + completion).as("total of %s", usage).isEqualTo(direct.total());
    assertThat(prompt).as("prompt of %s", usage).isBetween(direct.prompt(), direct.total());
    assertThat(completion).as("completion of %s", usage)
        .isGreaterThanOrEqualTo(direct.completion());
    if (direct.cached() <= direct.prompt()) {
      assertThat(usage.path("cache_read").asLong(0)).as("cached of %s", usage)
          .isGreaterThanOrEqualTo(direct.cached());
    }
    if (direct.reasoning() + direct.spoken() <= direct.completion()) {
      assertThat(usage.path("reasoning").asLong(0)).as("reasoning of %s", usage)
          .isGreaterThanOrEqualTo(direct.reasoning());
    }
  }

  private static long sum(JsonNode usage, String... buckets) {
    long sum = 0;
    for (String bucket : buckets) {
      sum += usage.path(bucket).asLong(0);
    }
    return sum;
  }

  /// The header says what the price file's figures make of the recorded usage, and the trace the same.
  private static void assertCost(Recording recording, DirectReading direct, RawResponse response,
      JsonNode trace) {
    String told = response.trailer("x-prism-cost")
        .or(() -> response.header("x-prism-cost"))
        .orElse("");
    String preset = PROVIDERS.getOrDefault(recording.provider(), "");
    String kind = preset.startsWith("preset: ") ? preset.substring("preset: ".length()) : "openai";
    assertThat(told).as("cost of %s", direct.usage())
        .isEqualTo(
            ExpectedCost.of(kind, direct.model(), model(recording), direct.usage()).orElse(""));
    JsonNode cost = trace.path("cost_usd");
    assertThat(told.isEmpty()).as("cost %s, told '%s'", cost, told).isEqualTo(cost.isMissingNode());
    if (!told.isEmpty()) {
      assertThat(new BigDecimal(told).subtract(cost.decimalValue()).abs())
          .isLessThanOrEqualTo(new BigDecimal("0.0000005"));
    }
  }
}
