package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.GatewayError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every adapter that is on the class path, found as the gateway finds it.
class AdapterContractTest {
  private static final List<String> BODIES = List.of("", "<html>502</html>", "{}", "[]", "null",
      "{\"error\":\"x\"}", "{\"error\":{\"message\":[1],\"code\":{}}}",
      "[{\"error\":{\"code\":1}}]", "{\"message\":\"m\"}", "\u0000\u0001");

  /// The simulated provider is an OpenAI adapter with a server of its own, which no test here needs.
  static List<String> adapters() {
    return Providers.factories()
        .keySet()
        .stream()
        .filter(name -> !name.equals("simulated"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void everyConversationHasACall(String adapter) {
    ProviderAdapter provider = adapter(adapter);
    for (Endpoint client : List.of(Endpoint.CHAT_COMPLETIONS, Endpoint.MESSAGES,
        Endpoint.RESPONSES)) {
      Call call = provider.call(client, "some/model:1");
      assertThat(call).as("%s at %s", client.label(), adapter).isNotNull();
      assertThat(String.valueOf(call)).as("prints no credential").doesNotContain("sk-secret");
      assertThat(provider.decoder(client)).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void anyErrorReplyIsUnderstood(String adapter) {
    ProviderAdapter provider = adapter(adapter);
    for (int status : new int[]{400, 401, 403, 404, 408, 413, 422, 424, 429, 500, 503, 529, 599}) {
      for (String body : BODIES) {
        assertThatCode(() -> {
          GatewayError error = provider
              .refusal(status, ReplyHeaders.NONE, body.getBytes(StandardCharsets.UTF_8))
              .error();
          assertThat(error.message()).isNotBlank();
          assertThat(error.status()).isBetween(400, 599);
        }).as("%s %s %s", adapter, status, body).doesNotThrowAnyException();
      }
    }
  }

  private static ProviderAdapter adapter(String name) {
    return Talk.adapter(name);
  }
}
