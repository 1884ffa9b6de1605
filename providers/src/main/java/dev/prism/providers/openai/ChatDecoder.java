package dev.prism.providers.openai;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.End;
import dev.prism.exchange.ResponseEvent.Failed;
import dev.prism.exchange.ResponseEvent.Head;
import dev.prism.exchange.ResponseEvent.TextDelta;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.providers.Citations;
import dev.prism.providers.ReplyDecoder;
import java.util.function.Consumer;

/// Reads chat completions and legacy completions, streamed or whole. The terminal fact is a finish
/// reason for every choice that was seen; `[DONE]` proves nothing and may be missing.
final class ChatDecoder implements ReplyDecoder {
  private static final String DONE_OBJECT = "chat.completion.done";
  private final StrictJson json = new StrictJson(JsonLimits.REPLY);
  private final ChatChoices choices = new ChatChoices();
  private final UsageReader usage = new UsageReader();
  private final RepeatedChunk repeated = new RepeatedChunk();
  private boolean headed;
  private boolean sourced;
  private boolean whole;
  private boolean failed;
  private boolean usageOnly;

  @Override
  public void event(SseEvent event, Consumer<ResponseEvent> out) throws JsonProblem {
    usageOnly = false;
    if (event.hasErrorField()) {
      fail(StreamErrors.errorField(), out);
    }
    if (!event.hasData()) {
      return;
    }
    TextDelta more = event.type().isEmpty()
        ? repeated.read(event.data(), event.dataStart(), event.dataEnd())
        : null;
    if (more != null) {
      out.accept(more);
      return;
    }
    if (event.dataIs("[DONE]")) {
      out.accept(new End());
      return;
    }
    JsonMembers chunk = json.check(event.data(), event.dataStart(), event.dataEnd());
    if (event.type().equals("error")) {
      fail(StreamErrors.of(chunk), out);
    } else {
      chunk(chunk, true, repeated.listening(out));
      repeated.learn(event.data(), event.dataStart(), event.dataEnd(), choices.textAt());
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to, Consumer<ResponseEvent> out) throws JsonProblem {
    usageOnly = false;
    whole(json.check(bytes, from, to), out);
  }

  /// A whole reply that has been checked.
  void whole(JsonMembers reply, Consumer<ResponseEvent> out) {
    whole = true;
    chunk(reply, false, out);
  }

  /// A chunk, or a whole reply, that has been checked.
  void chunk(JsonMembers chunk, boolean streamed, Consumer<ResponseEvent> out) {
    usageOnly = false;
    if (!headed) {
      head(chunk, out);
    }
    int pages = sourced ? -1 : chunk.find("search_results");
    if (pages >= 0) {
      sourced = true;
      sources(chunk.value(pages), out);
    }
    int listed = chunk.find("choices");
    boolean any = listed >= 0 && choices.read(chunk.value(listed), streamed, out);
    boolean counted = usage(chunk, out);
    int error = chunk.find("error");
    if (error >= 0 && !chunk.value(error).isNull()) {
      fail(StreamErrors.of(chunk), out);
      return;
    }
    usageOnly = streamed && counted && !any && chunk.find("moderation") < 0;
    if (streamed && isDone(chunk)) {
      out.accept(new End());
    }
  }

  private void head(JsonMembers chunk, Consumer<ResponseEvent> out) {
    String id = text(chunk, "id");
    String model = text(chunk, "model");
    if (!id.isEmpty() || !model.isEmpty()) {
      headed = true;
      out.accept(new Head(id, model));
    }
  }

  /// What Perplexity found, the same in every chunk. The text refers to it by numbers in brackets.
  private static void sources(JsonCursor pages, Consumer<ResponseEvent> out) {
    if (pages.kind() != '[') {
      return;
    }
    Citations citations = new Citations();
    pages.enter();
    while (pages.nextElement()) {
      JsonFields page = JsonFields.of(pages);
      citations.tell(0, page.text("url"), page.text("title"), page.text("snippet"), -1, -1, out);
    }
  }

  private boolean usage(JsonMembers chunk, Consumer<ResponseEvent> out) {
    int index = chunk.find("usage");
    if (index >= 0 && usage.read(chunk.value(index))) {
      out.accept(usage.event());
      return true;
    }
    int groq = chunk.find("x_groq");
    if (groq < 0) {
      return false;
    }
    JsonCursor extension = chunk.value(groq);
    if (extension.kind() == '{' && extension.enter()) {
      while (extension.nextMember()) {
        if (!extension.named("usage")) {
          extension.skip();
        } else if (usage.read(extension)) {
          out.accept(usage.event());
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isDone(JsonMembers chunk) {
    int index = chunk.find("object");
    return index >= 0 && chunk.valueEnd(index) - chunk.valueStart(index) == DONE_OBJECT.length() + 2
        && chunk.value(index).string().equals(DONE_OBJECT);
  }

  private static String text(JsonMembers chunk, String name) {
    int index = chunk.find(name);
    return index < 0 ? "" : chunk.value(index).string();
  }

  private void fail(Failed error, Consumer<ResponseEvent> out) {
    failed = true;
    out.accept(error);
  }

  @Override
  public boolean complete() {
    return !failed && (whole || choices.finished());
  }

  @Override
  public boolean usageOnly() {
    return usageOnly;
  }
}
