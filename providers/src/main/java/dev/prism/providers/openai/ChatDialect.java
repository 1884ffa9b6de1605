package dev.prism.providers.openai;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.providers.Dialect;
import dev.prism.providers.ReplyEncoder;
import dev.prism.providers.Unsuited;

/// Chat completions, as clients speak it.
public final class ChatDialect implements Dialect {
  @Override
  public Endpoint endpoint() {
    return Endpoint.CHAT_COMPLETIONS;
  }

  @Override
  public ChatRequest request(JsonMembers body) throws Unsuited {
    return new ChatReading(JsonFields.of(body)).read();
  }

  @Override
  public ReplyEncoder encoder(ChatRequest request, boolean usage) {
    return new ChatEncoder(request, usage);
  }
}
