package dev.prism.providers;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.chat.ChatRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// What a client may ask for, in its own dialect.
///
/// @param name   what is asked for
/// @param client the endpoint of the dialect
record Intent(String name, Endpoint client, String body) {
  static final Map<String, Endpoint> CLIENTS = Map.of("chat", Endpoint.CHAT_COMPLETIONS, "messages",
      Endpoint.MESSAGES, "responses", Endpoint.RESPONSES);

  /// One of each kind, from `requests/intents.jsonl`.
  static List<Intent> all() {
    try (InputStream in = Intent.class.getResourceAsStream("requests/intents.jsonl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).lines()
          .map(Talk.JSON::readTree)
          .map(Intent::of)
          .toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static Intent of(JsonNode line) {
    Endpoint client = Objects.requireNonNull(CLIENTS.get(line.path("client").asString()));
    return new Intent(line.path("client").asString() + ": " + line.path("name").asString(), client,
        line.path("body").toString());
  }

  /// What is asked, as every provider's writer gets it.
  ChatRequest request() throws Unsuited {
    return Dialects.of(client).request(Talk.members(body));
  }

  /// The writer of a provider's dialect, also where the gateway would let the bytes pass.
  ///
  /// @param provider an adapter or a preset
  static ChatWriter writer(ProviderAdapter provider) {
    for (Endpoint client : CLIENTS.values()) {
      Call call = provider.call(client, "m");
      if (call != null && call.translator() instanceof ChatTranslator translator) {
        return translator.provider();
      }
    }
    throw new AssertionError("nothing is translated for this provider");
  }
}
