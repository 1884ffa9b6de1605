package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProvidersTest {
  private static final List<String> PRESETS = List.of("openai", "mistral", "groq", "together",
      "fireworks", "deepseek", "xai", "openrouter", "perplexity", "huggingface", "cerebras",
      "ollama", "vllm", "tgi", "lmstudio", "llamacpp");

  @Test
  void everyPresetIsCalledAtTheAddressThatItsOwnSdkTakes() {
    for (String preset : PRESETS) {
      Provider provider = provider(preset, null, new Secret("sk-1"), Map.of());
      Call chat = call(provider, Endpoint.CHAT_COMPLETIONS);
      assertThat(chat.path()).as(preset)
          .isEqualTo(provider.baseUrl().getRawPath() + "/chat/completions");
      assertThat(chat.headers()).as(preset).containsEntry("authorization", "Bearer sk-1");
      assertThat(provider.kind()).isEqualTo(preset);
    }
  }

  @Test
  void aCallIsTheSameInstanceEachTimeAndNeverPrintsItsKey() {
    Provider provider = provider("groq", null, new Secret("sk-1"), Map.of());
    assertThat(call(provider, Endpoint.CHAT_COMPLETIONS))
        .isSameAs(call(provider, Endpoint.CHAT_COMPLETIONS));
    assertThat(call(provider, Endpoint.CHAT_COMPLETIONS).toString()).doesNotContain("sk-1");
  }

  @Test
  void anEndpointThatAProviderDoesNotHaveHasNoCall() {
    Provider provider = provider("perplexity", null, new Secret("sk-1"), Map.of());
    assertThat(provider.adapter().call(Endpoint.EMBEDDINGS, "m")).isNull();
    assertThat(call(provider, Endpoint.MESSAGES).translator()).as("by translation").isNotNull();
    assertThat(provider.adapter().call(Endpoint.COUNT_TOKENS, "m")).isNull();
  }

  @Test
  void aSlashAtTheEndOfABaseUrlIsHarmless() {
    Provider provider = provider("openai", "http://127.0.0.1:9/x/v1/", null, Map.of());
    assertThat(call(provider, Endpoint.EMBEDDINGS).path()).isEqualTo("/x/v1/embeddings");
    assertThat(call(provider, Endpoint.PASSTHROUGH).path()).isEqualTo("/x/v1");
    assertThat(provider.port()).isEqualTo(9);
    assertThat(provider.tls()).isFalse();
  }

  @Test
  void aModelOfTheListIsOnePathSegment() {
    Provider provider = provider("ollama", null, null, Map.of());
    Call one = Objects.requireNonNull(provider.adapter().call(Endpoint.MODELS, "org/m:7b q"));
    assertThat(one.path()).isEqualTo("/v1/models/org%2Fm%3A7b%20q");
    assertThat(one.method()).isEqualTo("GET");
  }

  @Test
  void theOperatorsHeadersWin() {
    Provider provider = provider("openai", null, new Secret("sk-1"),
        Map.of("Authorization", "Custom x", "OpenAI-Organization", "o"));
    assertThat(call(provider, Endpoint.CHAT_COMPLETIONS).headers())
        .isEqualTo(Map.of("authorization", "Custom x", "openai-organization", "o"));
  }

  @Test
  void aKeyIsWantedAtTheProvidersOwnAddressAndNotAtAnother() {
    assertThatThrownBy(() -> provider("groq", null, null, Map.of()))
        .hasMessageContaining("api-key is missing: groq needs one");
    assertThat(
        call(provider("groq", "http://127.0.0.1:9/v1", null, Map.of()), Endpoint.CHAT_COMPLETIONS)
            .headers())
        .isEmpty();
  }

  @Test
  void wrongSettingsSayWhatIsThere() {
    assertThatThrownBy(() -> Providers.create("p", settings("opneai", null, null, null, Map.of())))
        .hasMessageContaining("opneai")
        .hasMessageContaining("openai, simulated");
    assertThatThrownBy(() -> provider("gorq", null, null, Map.of())).hasMessageContaining("groq");
    assertThatThrownBy(() -> provider("groq", "api.groq.com/v1", null, Map.of()))
        .hasMessageContaining("https://");
    assertThatThrownBy(() -> settings(null, null, null, null, Map.of()))
        .hasMessageContaining("adapter or a preset");
  }

  private static Call call(Provider provider, Endpoint endpoint) {
    return Objects.requireNonNull(provider.adapter().call(endpoint, "m"));
  }

  private static Provider provider(String preset, @Nullable String url, @Nullable Secret key,
      Map<String, String> headers) {
    return Providers.create("p", settings(null, preset, url, key, headers));
  }

  private static ProviderSettings settings(@Nullable String adapter, @Nullable String preset,
      @Nullable String url, @Nullable Secret key, Map<String, String> headers) {
    return new ProviderSettings(adapter, preset, url == null ? null : URI.create(url), key, headers,
        null, null, null, null, null, null, null, null, null, null, null, null, null);
  }
}
