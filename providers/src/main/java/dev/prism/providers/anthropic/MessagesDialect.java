package dev.prism.providers.anthropic;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.TokenEstimate;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.providers.Dialect;
import dev.prism.providers.ReplyEncoder;
import dev.prism.providers.Unsuited;

/// Messages, as clients speak it.
public final class MessagesDialect implements Dialect {
  @Override
  public Endpoint endpoint() {
    return Endpoint.MESSAGES;
  }

  @Override
  public ChatRequest request(JsonMembers body) throws Unsuited {
    return new MessagesRequest(JsonFields.of(body)).read();
  }

  @Override
  public ReplyEncoder encoder(ChatRequest request, boolean usage) {
    return new MessagesEncoder(request.model(), () -> TokenEstimate.of(request));
  }
}
