package dev.prism.providers.openai;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.TextDelta;
import dev.prism.exchange.json.EightBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Most chunks of a stream are the one before with another text. Such a chunk has been checked and read
/// already but for its text, so that only this is looked at: if it needs no escape and is ASCII.
final class RepeatedChunk implements Consumer<ResponseEvent> {
  private byte[] known = new byte[0];
  private int size;
  private int textFrom;
  private int textTo;
  private Consumer<ResponseEvent> out = _ -> {};
  private @Nullable TextDelta only;
  private int heard;

  /// What `[from, to)` says, null if it is not the known chunk with another text.
  @Nullable
  TextDelta read(byte[] b, int from, int to) {
    TextDelta delta = only;
    int text = from + textFrom;
    int rest = size - textTo;
    if (delta == null || to < text + rest
        || Arrays.mismatch(b, from, text, known, 0, textFrom) >= 0) {
      return null;
    }
    int end = EightBytes.notPlain(b, text, to);
    // An empty text says nothing, and the rest begins with the quote.
    if (end == text || end != to - rest || Arrays.mismatch(b, end, to, known, textTo, size) >= 0) {
      return null;
    }
    return new TextDelta(delta.choice(),
        new String(b, text, end - text, StandardCharsets.US_ASCII));
  }

  /// A chunk that is not the known one is about to be read: this hears what it says, and passes it on.
  Consumer<ResponseEvent> listening(Consumer<ResponseEvent> owner) {
    out = owner;
    only = null;
    heard = 0;
    return this;
  }

  @Override
  public void accept(ResponseEvent event) {
    only = ++heard == 1 && event instanceof TextDelta delta ? delta : null;
    out.accept(event);
  }

  /// The chunk `[from, to)` has been read: it is known from here on if all that it said was one text.
  ///
  /// @param textAt where that text begins in `b`, -1 when this is not known
  void learn(byte[] b, int from, int to, int textAt) {
    TextDelta delta = only;
    if (delta == null || textAt < 0 || !says(b, textAt, to, delta.text())) {
      only = null;
      return;
    }
    size = to - from;
    if (known.length < size) {
      known = new byte[size * 2];
    }
    System.arraycopy(b, from, known, 0, size);
    textFrom = textAt - from;
    textTo = textFrom + delta.text().length();
  }

  private static boolean says(byte[] b, int at, int to, String text) {
    int end = EightBytes.notPlain(b, at, to);
    return end < to && b[end] == '"'
        && text.equals(new String(b, at, end - at, StandardCharsets.US_ASCII));
  }
}
