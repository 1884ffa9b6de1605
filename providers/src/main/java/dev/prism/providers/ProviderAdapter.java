package dev.prism.providers;

import dev.prism.exchange.Endpoint;
import org.jspecify.annotations.Nullable;

/// What a provider speaks and how it is called. One instance per configured provider, called from every
/// event loop at once, so it neither blocks nor keeps state per request. An adapter that holds something
/// open is [AutoCloseable] as well.
public interface ProviderAdapter {
  /// How `endpoint` is called for `model`. Equal questions get the same instance where the path does not
  /// depend on the model, so that the caller may prepare it once.
  ///
  /// @return null when the provider has no such endpoint
  @Nullable
  Call call(Endpoint endpoint, String model);

  /// A decoder for one attempt.
  ReplyDecoder decoder(Endpoint endpoint);

  /// Why the credentials of its own are not renewed at present, null when nothing is amiss. Without a secret.
  default @Nullable String trouble() {
    return null;
  }

  /// What a reply of status 400 or more means.
  ///
  /// @param body its first bytes, at most a few tens of kilobytes; anything, HTML of a proxy included
  default Refusal refusal(int status, ReplyHeaders headers, byte[] body) {
    return Refusals.of(status, headers, body);
  }
}
