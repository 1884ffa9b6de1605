package dev.prism.providers.openai;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.End;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.providers.ReplyDecoder;
import java.util.function.Consumer;

/// Reads what it can of replies whose form is not known beforehand: embeddings, models, raw passthrough.
/// A reply that looks like a chat completion or a Responses reply is read as one, so that rails, usage and
/// price hold there too; of anything else, model and usage are read. Always complete, since no terminal
/// fact is known, unless the provider says that it failed.
final class RawDecoder implements ReplyDecoder {
  private final StrictJson json = new StrictJson(JsonLimits.REPLY);
  private final ChatDecoder chat = new ChatDecoder();
  private final ResponsesDecoder responses = new ResponsesDecoder();
  private boolean usageOnly;
  private boolean failed;

  @Override
  public void event(SseEvent event, Consumer<ResponseEvent> out) throws JsonProblem {
    usageOnly = false;
    if (event.hasErrorField()) {
      fail(StreamErrors.errorField(), out);
    }
    if (!event.hasData()) {
      return;
    }
    if (event.dataIs("[DONE]")) {
      out.accept(new End());
      return;
    }
    read(json.check(event.data(), event.dataStart(), event.dataEnd()), true, out);
  }

  @Override
  public void body(byte[] bytes, int from, int to, Consumer<ResponseEvent> out) throws JsonProblem {
    usageOnly = false;
    read(json.check(bytes, from, to), false, out);
  }

  private void read(JsonMembers reply, boolean streamed, Consumer<ResponseEvent> out) {
    Consumer<ResponseEvent> watched = event -> {
      failed |= event instanceof ResponseEvent.Failed;
      out.accept(event);
    };
    if (ResponsesDecoder.isEvent(reply)) {
      responses.read(reply, watched);
    } else if (ResponsesDecoder.isReply(reply)) {
      responses.whole(reply, watched);
    } else if (reply.isObject()) {
      chat.chunk(reply, streamed, watched);
      usageOnly = chat.usageOnly() && reply.find("choices") >= 0;
      if (reply.find("data") >= 0) {
        out.accept(new ResponseEvent.Other(0));
      }
    }
  }

  private void fail(ResponseEvent.Failed error, Consumer<ResponseEvent> out) {
    failed = true;
    out.accept(error);
  }

  @Override
  public boolean complete() {
    return !failed;
  }

  @Override
  public boolean usageOnly() {
    return usageOnly;
  }
}
