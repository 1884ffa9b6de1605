package dev.prism.server.pipeline;

import dev.prism.providers.Provider;
import dev.prism.providers.price.PriceTable;
import dev.prism.routing.Router;
import dev.prism.server.rails.RailBook;
import java.util.Map;

/// Everything that a request reads and a reload replaces, whole.
///
/// @param pass         of the gateway itself
/// @param rails        all rails, compiled
/// @param maxBodyBytes the largest request body
/// @param maxTextChars the most text of a request and of an answer that a trace keeps, 0 for none
public record Snapshot(
    Authenticator authenticator,
    EvalPass pass,
    Router router,
    Map<String, Provider> providers,
    PriceTable prices,
    RailBook rails,
    long maxBodyBytes,
    int maxTextChars) {
  public Snapshot {
    providers = Map.copyOf(providers);
  }

  Snapshot with(Map<String, Provider> others) {
    return new Snapshot(authenticator, pass, router, others, prices, rails, maxBodyBytes,
        maxTextChars);
  }
}
