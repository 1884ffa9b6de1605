package dev.prism.scanners;

import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds retrieved chunks where they stand inside a larger text: between tags, as prompts are written
/// (`<document tenant="acme">…</document>`), or in a JSON document that a tool has answered with. Each
/// becomes a segment of its own, behind the others, so that the retrieval rail judges it by itself.
final class Chunks {
  /// Most chunks of one body; past it the text counts as incomplete.
  static final int MOST = 4096;
  private static final Set<String> TAGS = Set.of("document", "doc", "chunk", "context", "passage",
      "source", "search_result", "retrieved", "snippet", "record");

  private Chunks() {}

  /// Adds the chunks that are found in the segments, and says whether these were all.
  static boolean cut(List<Segment> segments) {
    int size = segments.size();
    boolean all = true;
    for (int i = 0; i < size; i++) {
      Segment segment = segments.get(i);
      int before = segments.size();
      if (segment.from() >= 0 && segment.kind() != Segment.Kind.ASSISTANT
          && segment.kind() != Segment.Kind.TOOL_DEFINITION) {
        all &= tagged(segments, i, size + MOST);
        if (segments.size() == before && segment.kind().isRetrieved()) {
          all &= document(segments, i, size + MOST);
        }
      }
      if (segments.size() > before) {
        segments.set(i, new Segment(segment.text(), segment.kind(), segment.path(), segment.from(),
            segment.to(), segment.tenant(), null, true));
      }
    }
    return all;
  }

  private static boolean tagged(List<Segment> segments, int index, int most) {
    Segment whole = segments.get(index);
    String text = whole.text();
    int at = text.indexOf('<');
    int close = -1;
    while (at >= 0) {
      close = close > at ? close : text.indexOf('>', at);
      if (close < 0) {
        return true;
      }
      String tag = name(text, at + 1, close);
      if (!TAGS.contains(tag)) {
        at = text.indexOf('<', at + 1);
        continue;
      }
      if (segments.size() >= most) {
        return false;
      }
      int end = closing(text, tag, close + 1);
      segments.add(new Segment(text.substring(close + 1, end), Segment.Kind.RETRIEVED,
          whole.path() + "<" + tag + ">", -1, -1, owner(text.substring(at, close), whole.tenant()),
          new Segment.Within(index, close + 1), false));
      at = text.indexOf('<', end);
    }
    return true;
  }

  private static String name(String text, int from, int to) {
    int end = from;
    while (end < to && (Character.isLetter(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return end - from > 16 ? "" : text.substring(from, end).toLowerCase(Locale.ROOT);
  }

  /// Where the closing tag begins, or the next opening one of the same name; a chunk that is never closed
  /// goes to the end.
  private static int closing(String text, String tag, int from) {
    for (int at = text.indexOf('<', from); at >= 0; at = text.indexOf('<', at + 1)) {
      boolean ends = at + 1 < text.length() && text.charAt(at + 1) == '/';
      int start = at + (ends ? 2 : 1);
      if (text.regionMatches(true, start, tag, 0, tag.length())) {
        return at;
      }
    }
    return text.length();
  }

  /// What `tenant="…"` or `tenant_id='…'` says in a tag.
  private static @Nullable String owner(String tag, @Nullable String otherwise) {
    String lower = tag.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("tenant");
    int equals = at < 0 ? -1 : tag.indexOf('=', at);
    if (equals < 0 || equals + 1 >= tag.length()) {
      return otherwise;
    }
    char quote = tag.charAt(equals + 1);
    int end = quote == '"' || quote == '\'' ? tag.indexOf(quote, equals + 2) : -1;
    if (end >= 0) {
      return tag.substring(equals + 2, end);
    }
    int space = tag.indexOf(' ', equals);
    return tag.substring(equals + 1, space < 0 ? tag.length() : space);
  }

  /// A tool's answer is often a JSON document in a string, its chunks with their tenants.
  private static boolean document(List<Segment> segments, int index, int most) {
    Segment whole = segments.get(index);
    String text = whole.text().strip();
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return true;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      new StrictJson(JsonLimits.REQUEST).check(bytes, 0, bytes.length);
    } catch (JsonProblem notJson) {
      return true;
    }
    ScanText found = TextExtractor.embedded(bytes, whole.kind());
    for (Segment chunk : found.segments()) {
      if (segments.size() >= most) {
        return false;
      }
      String owner = chunk.tenant() == null ? whole.tenant() : chunk.tenant();
      segments.add(new Segment(chunk.text(), whole.kind(), whole.path() + "/" + chunk.path(), -1,
          -1, owner, new Segment.Within(index, -1), false));
    }
    return found.complete();
  }
}
