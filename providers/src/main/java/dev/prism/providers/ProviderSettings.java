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
/// @param apiVersion  Azure: which version of its API; `2024-10-21` unless said
/// @param project     Vertex: the project; with it `adapter: gemini` and `adapter: anthropic` are Vertex
/// @param location    Vertex: the location; `global` unless said
/// @param accessToken Vertex: a token, for those who renew it themselves
/// @param credentials Vertex: the file of a service account's or a user's key; the usual places unless said
/// @param region      Bedrock: the region; `us-east-1` unless said
/// @param accessKeyId Bedrock: the key's id; what AWS's own tools find unless said
/// @param secretAccessKey Bedrock: the key
/// @param sessionToken Bedrock: what a temporary key needs besides
/// @param profile      Bedrock: the profile of AWS's own files; `AWS_PROFILE` or none unless said
public record ProviderSettings(
    @Nullable String adapter,
    @Nullable String preset,
    @Nullable URI baseUrl,
    @Nullable Secret apiKey,
    @Nullable Map<String, String> headers,
    @Nullable HttpVersion httpVersion,
    @Nullable String when,
    @Nullable SimulatedSettings simulated,
    @Nullable String apiVersion,
    @Nullable String project,
    @Nullable String location,
    @Nullable Secret accessToken,
    @Nullable String credentials,
    @Nullable String region,
    @Nullable String accessKeyId,
    @Nullable Secret secretAccessKey,
    @Nullable Secret sessionToken,
    @Nullable String profile) {
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

  /// Whether the provider's own address would be called with nothing to be let in by: no key, and no
  /// `authorization` among the headers. Another address may want none.
  public boolean lacksKey() {
    return baseUrl == null && (apiKey == null || apiKey.isEmpty())
        && !headers().containsKey("authorization");
  }

  /// What every provider has, and nothing of one cloud's own.
  public static ProviderSettings of(@Nullable String adapter, @Nullable String preset,
      @Nullable URI baseUrl, @Nullable Secret apiKey) {
    return new ProviderSettings(adapter, preset, baseUrl, apiKey, null, null, null, null, null,
        null, null, null, null, null, null, null, null, null);
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
