package dev.prism.providers;

import dev.prism.exchange.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The section `providers.<name>` of the configuration.
///
/// @param adapter     the dialect: `openai`, `simulated`, …; `openai` when a preset is named
/// @param preset      a provider that speaks the OpenAI dialect and is known by name: `groq`, `ollama`, …
/// @param baseUrl     what the provider's own SDK takes (OpenAI dialect with `/v1`)
/// @param apiKey      the credential
/// @param headers     further request headers, which win over the adapter's own
/// @param httpVersion `auto` unless said
/// @param when        when this is there and blank, the provider does not exist: `when: ${GROQ_API_KEY:-}`
/// @param simulated   how the simulated provider behaves
public record ProviderSettings(
    @Nullable String adapter,
    @Nullable String preset,
    @Nullable URI baseUrl,
    @Nullable Secret apiKey,
    @Nullable Map<String, String> headers,
    @Nullable HttpVersion httpVersion,
    @Nullable String when,
    @Nullable SimulatedSettings simulated) {
  public ProviderSettings {
    if (adapter == null && preset == null) {
      throw new IllegalArgumentException("a provider needs an adapter or a preset");
    }
    adapter = adapter == null ? "openai" : adapter;
    headers = headers == null ? Map.of() : lowerCase(headers);
    httpVersion = httpVersion == null ? HttpVersion.AUTO : httpVersion;
    if (baseUrl != null && (baseUrl.getHost() == null || !isHttp(baseUrl))) {
      throw new IllegalArgumentException(
          "base-url must be like https://api.example.com/v1, not " + baseUrl);
    }
  }

  @Override
  public String adapter() {
    return Objects.requireNonNull(adapter);
  }

  @Override
  public Map<String, String> headers() {
    return Objects.requireNonNull(headers);
  }

  @Override
  public HttpVersion httpVersion() {
    return Objects.requireNonNull(httpVersion);
  }

  /// Whether the provider exists at all: [#when] is absent or has text.
  public boolean enabled() {
    return when == null || !when.isBlank();
  }

  private static boolean isHttp(URI url) {
    return "http".equals(url.getScheme()) || "https".equals(url.getScheme());
  }

  private static Map<String, String> lowerCase(Map<String, String> headers) {
    return headers.entrySet()
        .stream()
        .collect(Collectors.toUnmodifiableMap(header -> header.getKey().toLowerCase(Locale.ROOT),
            Map.Entry::getValue));
  }
}
