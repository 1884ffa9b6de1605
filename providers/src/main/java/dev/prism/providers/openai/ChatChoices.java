package dev.prism.providers.openai;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Finish;
import dev.prism.exchange.ResponseEvent.TextDelta;
import dev.prism.exchange.json.JsonCursor;
import java.util.BitSet;
import java.util.function.Consumer;

/// Reads the `choices` of chunks and of whole replies, and remembers which were seen and which are
/// finished. In a stream, a `message` that stands beside a `delta` (Perplexity) repeats what was said, so
/// it is not read.
final class ChatChoices {
  /// OpenAI allows 128; an index past this is taken for 0.
  private static final int MOST = 1024;
  private final ChatMessage message = new ChatMessage();
  private final BitSet seen = new BitSet();
  private final BitSet done = new BitSet();

  /// Where the string of the last `content` in the list that was read begins, behind its quote; -1 for none.
  int textAt() {
    return message.textAt();
  }

  /// Reads the list that the cursor stands at, and says whether it had a choice.
  boolean read(JsonCursor list, boolean streamed, Consumer<ResponseEvent> out) {
    message.reset();
    if (list.kind() != '[') {
      return false;
    }
    boolean any = false;
    list.enter();
    while (list.nextElement()) {
      if (list.kind() == '{') {
        any = true;
        choice(list, streamed, out);
      } else {
        list.skip();
      }
    }
    return any;
  }

  private void choice(JsonCursor at, boolean streamed, Consumer<ResponseEvent> out) {
    int choice = 0;
    JsonCursor delta = null;
    JsonCursor whole = null;
    String text = "";
    String reason = "";
    at.enter();
    while (at.nextMember()) {
      if (at.named("index")) {
        choice = index(at.integer(0));
      } else if (at.named("delta")) {
        delta = at.fork();
        at.skip();
      } else if (at.named("message")) {
        whole = at.fork();
        at.skip();
      } else if (at.named("text")) {
        text = at.string();
      } else if (at.named("finish_reason")) {
        reason = at.string();
      } else {
        at.skip();
      }
    }
    boolean first = !seen.get(choice);
    seen.set(choice);
    if (delta != null) {
      message.read(choice, streamed, delta, out);
    } else if (whole != null && (!streamed || first)) {
      message.read(choice, false, whole, out);
    }
    if (!text.isEmpty() && delta == null && whole == null) {
      // Together sends it beside a delta that says the same.
      out.accept(new TextDelta(choice, text));
    }
    finish(choice, reason, out);
  }

  /// Some servers send an empty reason with every chunk, some repeat the reason; the first one counts.
  private void finish(int choice, String reason, Consumer<ResponseEvent> out) {
    if (!reason.isEmpty() && !done.get(choice)) {
      done.set(choice);
      out.accept(new Finish(choice, reason));
    }
  }

  private static int index(long index) {
    return index >= 0 && index < MOST ? (int) index : 0;
  }

  /// Whether there was a choice and every one that was seen is finished.
  boolean finished() {
    return !seen.isEmpty() && seen.cardinality() == done.cardinality();
  }
}
