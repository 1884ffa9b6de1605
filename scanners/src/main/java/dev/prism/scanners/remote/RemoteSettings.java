package dev.prism.scanners.remote;

import dev.prism.exchange.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a service is and how it is asked.
///
/// @param url       its address without the last path, as its own SDK takes it; needed where the service has no
///                  one address
/// @param apiKey    its credential
/// @param model     which model judges, where the service has several
/// @param guardrail `id` or `id:version` of the guardrail, for `bedrock_guardrail`
/// @param timeout   how long one answer may take, default 800ms; the rail's own timeout holds besides
/// @param cacheFor  how long an answer is remembered, for the same text of the same tenant; default 5m, 0s for
///                  never
/// @param maxChars  longer texts are cut off and count as truncated, default 20000
public record RemoteSettings(
    @Nullable URI url,
    @Nullable Secret apiKey,
    @Nullable String model,
    @Nullable String guardrail,
    @Nullable Duration timeout,
    @Nullable Duration cacheFor,
    @Nullable Integer maxChars) {
  public RemoteSettings {
    timeout = timeout == null ? Duration.ofMillis(800) : timeout;
    cacheFor = cacheFor == null ? Duration.ofMinutes(5) : cacheFor;
    maxChars = maxChars == null ? 20_000 : maxChars;
    if (timeout.toMillis() < 1 || timeout.toSeconds() > 60) {
      throw new IllegalArgumentException("timeout must be between 1ms and 60s");
    }
    if (cacheFor.isNegative() || cacheFor.toDays() > 1) {
      throw new IllegalArgumentException("cache-for must be between 0s and 1d");
    }
    if (maxChars < 100 || maxChars > 1_000_000) {
      throw new IllegalArgumentException("max-chars must be between 100 and 1000000");
    }
    if (url != null) {
      check(url);
    }
  }

  private static void check(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if ((!scheme.equals("http") && !scheme.equals("https")) || url.getHost() == null) {
      throw new IllegalArgumentException("url must be http(s)://host…");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException("url must end with its path: no user, query or fragment");
    }
    if (url.getHost().startsWith("169.254.")) {
      throw new IllegalArgumentException("url must not be where clouds hand out credentials");
    }
  }

  /// The address of a path below [#url].
  ///
  /// @throws IllegalArgumentException when there is no URL and no default
  URI at(@Nullable String byDefault, String path) {
    String base = url == null ? byDefault : url.toString();
    if (base == null) {
      throw new IllegalArgumentException("url is missing: say where the service is");
    }
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  /// @throws IllegalArgumentException when there is none
  String key() {
    if (apiKey == null || apiKey.isEmpty()) {
      throw new IllegalArgumentException("api-key is missing");
    }
    return apiKey.reveal();
  }

  /// @throws IllegalArgumentException when there is none
  String modelName() {
    if (model == null || model.isBlank()) {
      throw new IllegalArgumentException("model is missing: say which one judges");
    }
    return model;
  }

  Duration limit() {
    return Objects.requireNonNull(timeout);
  }

  Duration remembered() {
    return Objects.requireNonNull(cacheFor);
  }

  int longest() {
    return Objects.requireNonNull(maxChars);
  }
}
