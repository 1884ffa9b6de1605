package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.chat.TokenEstimate;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.providers.Dialects;
import dev.prism.providers.Provider;
import dev.prism.providers.Unsuited;
import dev.prism.routing.ServingPlan;
import org.jspecify.annotations.Nullable;

/// `POST /v1/messages/count_tokens` where no target of the plan can count: an estimate.
final class TokenCount {
  private TokenCount() {}

  /// The answer; null when something else was asked, or a provider is to be asked.
  static @Nullable String json(ServingPlan plan, Snapshot snapshot, AskedRequest asked) {
    JsonMembers members = asked.members();
    if (asked.endpoint() != Endpoint.COUNT_TOKENS || members == null) {
      return null;
    }
    boolean counts = plan.targets().stream().anyMatch(target -> {
      Provider provider = snapshot.providers().get(target.provider());
      return provider != null
          && provider.adapter().call(Endpoint.COUNT_TOKENS, target.model()) != null;
    });
    if (counts) {
      return null;
    }
    try {
      long estimate = TokenEstimate.of(Dialects.of(Endpoint.MESSAGES).request(members));
      return "{\"input_tokens\":" + estimate + "}";
    } catch (Unsuited unsuited) {
      return "{\"input_tokens\":" + asked.body().size() / 4 + "}";
    }
  }
}
