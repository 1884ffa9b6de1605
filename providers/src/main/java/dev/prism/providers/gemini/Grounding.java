package dev.prism.providers.gemini;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonFields;
import dev.prism.providers.Citations;
import java.util.List;
import java.util.function.Consumer;

/// What the text of one candidate rests upon. Gemini counts places in bytes of UTF-8 within a part, and repeats
/// the words that it means: they say where the place is when a stream has cut the parts otherwise.
final class Grounding {
  /// Places further in the text are not looked for.
  private static final int MOST_CHARS = 1 << 16;
  private static final int MOST = 256;
  private final StringBuilder text = new StringBuilder();
  private List<Page> pages = List.of();

  private record Page(String url, String title, String text) {
    static Page of(JsonFields chunk) {
      JsonFields page = chunk
          .object(chunk.has("web") ? "web" : chunk.has("maps") ? "maps" : "retrievedContext");
      return new Page(page.text("uri"), page.text("title"), page.text("text"));
    }
  }

  void said(String more) {
    if (text.length() < MOST_CHARS) {
      text.append(more);
    }
  }

  /// Tells the sources of a candidate, which may come with any chunk.
  void read(JsonFields candidate, int choice, Citations citations, Consumer<ResponseEvent> out) {
    JsonFields metadata = candidate.object("groundingMetadata");
    if (metadata.has("groundingChunks")) {
      pages = metadata.objects("groundingChunks").stream().limit(MOST).map(Page::of).toList();
    }
    List<JsonFields> supports = metadata.objects("groundingSupports");
    for (JsonFields support : supports.subList(0, Math.min(supports.size(), MOST))) {
      Span span = span(support.object("segment"));
      JsonCursor indexes = support.at("groundingChunkIndices");
      if (indexes == null || indexes.kind() != '[') {
        continue;
      }
      indexes.enter();
      while (indexes.nextElement()) {
        int index = Math.clamp(indexes.integer(-1), -1, Integer.MAX_VALUE);
        if (index >= 0 && index < pages.size()) {
          Page page = pages.get(index);
          citations.tell(choice, page.url(), page.title(), page.text(), span.start(), span.end(),
              out);
        }
      }
    }
    JsonFields recited = candidate.object("citationMetadata");
    List<JsonFields> sources = recited
        .objects(recited.has("citations") ? "citations" : "citationSources");
    for (JsonFields source : sources.subList(0, Math.min(sources.size(), MOST))) {
      Span span = span(source);
      citations.tell(choice, source.text("uri"), source.text("title"), "", span.start(), span.end(),
          out);
    }
  }

  /// A place in code points; both -1 when it is not in the text.
  private record Span(int start, int end) {
    static final Span UNKNOWN = new Span(-1, -1);
  }

  private Span span(JsonFields segment) {
    String words = segment.text("text");
    int start = charAt(segment.integer("startIndex", 0));
    int end = charAt(segment.integer("endIndex", 0));
    if (!words.isEmpty() && (start < 0 || !startsWith(words, start))) {
      start = text.indexOf(words);
    }
    if (!words.isEmpty()) {
      end = start + words.length();
    }
    if (start < 0 || end <= start) {
      return Span.UNKNOWN;
    }
    int before = Character.codePointCount(text, 0, start);
    return new Span(before, before + Character.codePointCount(text, start, end));
  }

  private boolean startsWith(String words, int at) {
    return at + words.length() <= text.length()
        && words.contentEquals(text.subSequence(at, at + words.length()));
  }

  /// The index of the char that begins at a byte of the text's UTF-8; -1 where none does.
  private int charAt(long bytes) {
    long passed = 0;
    for (int i = 0; i < text.length(); i++) {
      if (passed >= bytes) {
        return passed == bytes ? i : -1;
      }
      char c = text.charAt(i);
      // Each half of a pair counts two of its four bytes.
      passed += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return passed == bytes ? text.length() : -1;
  }
}
