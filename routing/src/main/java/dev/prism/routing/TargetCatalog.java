package dev.prism.routing;

import dev.prism.exchange.Cost;
import dev.prism.exchange.TokenUsage;
import org.jspecify.annotations.Nullable;

/// What the rest of the gateway knows about providers and models. May be asked on an event loop: it must
/// not block.
public interface TargetCatalog {
  /// Whether there is a provider of this name.
  boolean hasProvider(String provider);

  /// A label of the credential that the provider's calls carry, the same as long as it is the same; empty
  /// where that says nothing.
  default String credential(String provider) {
    return "";
  }

  /// The size of a model's context in tokens, 0 when unknown.
  default long contextTokens(String provider, String model) {
    return 0;
  }

  /// What such a call would cost, null when no price is known.
  default @Nullable Cost price(String provider, String model, TokenUsage usage) {
    return null;
  }

  /// Whether there is a rail of this name.
  default boolean hasRail(String rail) {
    return true;
  }
}
