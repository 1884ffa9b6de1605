package dev.prism.providers.openai;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.providers.Dialect;
import dev.prism.providers.ReplyEncoder;
import dev.prism.providers.Unsuited;

/// Responses, as clients speak it. What needs a provider's memory of earlier responses is refused.
public final class ResponsesDialect implements Dialect {
  @Override
  public Endpoint endpoint() {
    return Endpoint.RESPONSES;
  }

  @Override
  public ChatRequest request(JsonMembers body) throws Unsuited {
    return new ResponsesRequest(JsonFields.of(body)).read();
  }

  @Override
  public ReplyEncoder encoder(ChatRequest request, boolean usage) {
    return new ResponsesEncoder(request);
  }
}
