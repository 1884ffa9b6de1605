package dev.prism.store;

import dev.prism.exchange.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the traces go as OpenTelemetry spans.
///
/// @param url     the collector's HTTP address; `/v1/traces` is added when it has no path
/// @param headers sent with every request, `authorization` for instance; none when not given
public record OtlpSinkSettings(URI url, @Nullable Map<String, Secret> headers) {
  /// @throws IllegalArgumentException if the address is not one of HTTP
  public OtlpSinkSettings {
    headers = headers == null ? Map.of() : Map.copyOf(headers);
    String scheme = url.getScheme();
    if (scheme == null || !(scheme.equals("http") || scheme.equals("https"))
        || url.getHost() == null) {
      throw new IllegalArgumentException("url must be an http:// or https:// address");
    }
  }

  @Override
  public Map<String, Secret> headers() {
    return Objects.requireNonNull(headers);
  }

  /// The address that spans are posted to.
  URI tracesUrl() {
    String path = url.getPath();
    return path == null || path.isEmpty() || path.equals("/") ? url.resolve("/v1/traces") : url;
  }
}
