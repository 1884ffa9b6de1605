package dev.prism.server.pipeline;

import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.ClientFault;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who calls. Keys are known by their hash only, looked up in memory; the compare that lets a caller in
/// takes the same time whatever differs.
final class Authenticator {
  private static final String BEARER = "Bearer ";
  private static final GatewayError NO_KEY = new ClientFault(401, "invalid_api_key",
      "An API key is wanted: 'Authorization: Bearer sk-prism-…'.");
  private static final GatewayError BAD_KEY = new ClientFault(401, "invalid_api_key",
      "The API key is not valid.");

  /// Who it is, or why nobody.
  sealed interface Result {
    /// @param key names the key, empty without one
    record Known(TenantMeter meter, String key) implements Result {}

    record Unknown(GatewayError error) implements Result {}
  }

  private final Map<KeyHash256, TenantMeter> configured;
  private final Function<KeyHash256, @Nullable TenantMeter> issued;
  private final @Nullable TenantMeter open;

  /// @param configured keys of the configuration
  /// @param issued     keys of the store, from a copy in memory
  /// @param open       takes callers from loopback without a known key; null for none
  Authenticator(Map<KeyHash256, TenantMeter> configured,
      Function<KeyHash256, @Nullable TenantMeter> issued, @Nullable TenantMeter open) {
    this.configured = Map.copyOf(configured);
    this.issued = issued;
    this.open = open;
  }

  Result authenticate(HttpHeaders headers, Channel channel) {
    String key = key(headers);
    if (key != null) {
      KeyHash256 hash = KeyHash256.ofKey(key);
      TenantMeter meter = configured.get(hash);
      if (meter == null) {
        meter = issued.apply(hash);
      }
      if (meter != null) {
        return new Result.Known(meter, hash.id());
      }
    }
    if (open != null && isLoopback(channel)) {
      return new Result.Known(open, "");
    }
    return new Result.Unknown(key == null ? NO_KEY : BAD_KEY);
  }

  private static @Nullable String key(HttpHeaders headers) {
    String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authorization.substring(BEARER.length()).trim();
    }
    return headers.get(GatewayHeaders.API_KEY);
  }

  private static boolean isLoopback(Channel channel) {
    SocketAddress from = channel.remoteAddress() == null
        ? channel.parent().remoteAddress()
        : channel.remoteAddress();
    return from instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress();
  }
}
