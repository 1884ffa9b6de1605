package dev.prism.providers;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.Secret;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// One client's request to one provider, translated there and back without a network.
final class Talk {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
  private static final Map<String, ProviderAdapter> ADAPTERS = new ConcurrentHashMap<>();
  private static final Map<String, String> MODELS = Map.of("anthropic", "claude-sonnet-4-5",
      "gemini", "gemini-2.5-flash", "bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "cohere", "command-a-03-2025");

  private final Translation translation;
  private final List<ResponseEvent> events = new ArrayList<>();

  private Talk(Translation translation) {
    this.translation = translation;
  }

  /// @param provider an adapter or a preset
  static Talk of(Endpoint client, String provider, String body) throws Unsuited {
    return of(client, provider, MODELS.getOrDefault(provider, "some-model"), body,
        Thoughts.FORGETFUL);
  }

  static Talk of(Endpoint client, String provider, String model, String body, Thoughts thoughts)
      throws Unsuited {
    Call call = adapter(provider).call(client, model);
    Translator translator = Objects.requireNonNull(Objects.requireNonNull(call).translator());
    return new Talk(translator.begin(members(body), new Translator.Asking(model, true, thoughts)));
  }

  /// An adapter lives as long as its configuration and is made once, as in the gateway.
  ///
  /// @param provider an adapter, a preset, or `vertex`
  static ProviderAdapter adapter(String provider) {
    return ADAPTERS.computeIfAbsent(provider, Talk::made);
  }

  private static ProviderAdapter made(String provider) {
    if (provider.equals("vertex")) {
      return Providers
          .create(provider,
              new ProviderSettings("gemini", null, NOWHERE, null, null, null, null, null, null, "p",
                  "global", new Secret("t"), null, null, null, null, null, null))
          .adapter();
    }
    boolean own = Providers.factories().containsKey(provider);
    return Providers.create(provider,
        new ProviderSettings(own ? provider : null, own ? null : provider, NOWHERE, new Secret("k"),
            null, null, null, null, null, null, null, null, null, null, null, null, null, null))
        .adapter();
  }

  static JsonMembers members(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try {
      return new StrictJson(JsonLimits.REQUEST).check(bytes, 0, bytes.length);
    } catch (JsonProblem problem) {
      throw new AssertionError(body, problem);
    }
  }

  /// What the provider gets.
  JsonNode sent() {
    return JSON.readTree(translation.outgoing().body());
  }

  Outgoing outgoing() {
    return translation.outgoing();
  }

  List<String> dropped() {
    return translation.outgoing().dropped();
  }

  /// What the client reads of a whole reply.
  JsonNode answer(String reply) throws JsonProblem {
    byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
    translation.decoder().body(bytes, 0, bytes.length, events::add);
    return JSON.readTree(translation.encoder().whole(events));
  }

  /// What the client reads of a stream, without its end unless the provider's stream is whole.
  String stream(String reply) throws JsonProblem {
    return stream(reply.getBytes(StandardCharsets.UTF_8));
  }

  String stream(byte[] bytes) throws JsonProblem {
    StringBuilder out = new StringBuilder();
    EventCutter cutter = translation.decoder().cutter(1 << 20);
    List<JsonProblem> problems = new ArrayList<>();
    try {
      for (byte each : bytes) {
        cutter.feed(new byte[]{each}, 0, 1, event -> {
          try {
            translation.decoder().event(event, said -> {
              events.add(said);
              translation.encoder().event(said, out);
            });
          } catch (JsonProblem problem) {
            problems.add(problem);
          }
        });
      }
      cutter.finish(_ -> {});
    } catch (EventCutter.Broken broken) {
      throw new AssertionError(broken);
    }
    if (!problems.isEmpty()) {
      throw problems.getFirst();
    }
    if (translation.decoder().complete()) {
      translation.encoder().end(out);
    }
    return out.toString();
  }

  /// What the client reads of these events; one that is no JSON is left out, as the gateway does.
  ///
  /// @param type of events that name none themselves
  String events(List<String> replies, String type) {
    StringBuilder out = new StringBuilder();
    for (String reply : replies) {
      byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
      try {
        translation.decoder().event(SseEvent.of(type, bytes, 0, bytes.length), said -> {
          events.add(said);
          translation.encoder().event(said, out);
        });
      } catch (JsonProblem leftOut) {
        // The next event may be read.
      }
    }
    translation.encoder().end(out);
    return out.toString();
  }

  /// The data of each event that the client reads.
  static List<JsonNode> data(String stream) {
    return stream.lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> JSON.readTree(line.substring(6)))
        .toList();
  }

  List<ResponseEvent> events() {
    return events;
  }

  boolean complete() {
    return translation.decoder().complete();
  }
}
