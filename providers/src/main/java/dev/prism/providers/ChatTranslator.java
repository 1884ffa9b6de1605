package dev.prism.providers;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.json.JsonMembers;
import java.util.List;
import java.util.function.Supplier;

/// Translates conversations: the client's dialect is read into the common vocabulary, and the provider's
/// is written from it; the reply goes the other way, event by event.
///
/// @param client   the client's dialect
/// @param provider writes the provider's
/// @param decoder  reads the provider's replies
public record ChatTranslator(Dialect client, ChatWriter provider, Supplier<ReplyDecoder> decoder)
    implements
      Translator {
  @Override
  public Translation begin(JsonMembers body, Asking asking) throws Unsuited {
    ChatRequest request = Recollection.of(client.request(body), asking.thoughts());
    Outgoing outgoing = provider.write(request, asking.model());
    ReplyEncoder encoder = client.encoder(request, asking.usage());
    return new Translation(outgoing, decoder.get(),
        request.tools().list().isEmpty()
            ? encoder
            : new Remembering(encoder, new Recollection(asking.thoughts())));
  }

  /// Watches what the model thought before it called tools.
  private record Remembering(ReplyEncoder encoder, Recollection recollection)
      implements
        ReplyEncoder {
    @Override
    public void event(ResponseEvent event, StringBuilder out) {
      recollection.watch(event);
      encoder.event(event, out);
    }

    @Override
    public void end(StringBuilder out) {
      recollection.keep();
      encoder.end(out);
    }

    @Override
    public String whole(List<ResponseEvent> events) {
      events.forEach(recollection::watch);
      recollection.keep();
      return encoder.whole(events);
    }
  }
}
