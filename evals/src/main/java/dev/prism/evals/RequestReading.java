package dev.prism.evals;

import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.Segment;
import dev.prism.scanners.TextExtractor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds in the text of a request who said what: the question, the system text, what was retrieved and which
/// tools were used. Retrieved text is what a tool has answered, what stands in members such as `documents`,
/// between tags such as `<context>`, or below a heading such as `Context:`.
final class RequestReading {
  private static final int MOST_CHUNKS = 64;
  private static final int MOST_TOOLS = 16;
  private static final Set<String> ID_MEMBERS = Set.of("id", "chunk_id", "document_id", "doc_id",
      "source_id");

  final ScanText text;
  final List<String> chunks = new ArrayList<>();
  final List<String> chunkIds = new ArrayList<>();
  final Map<String, String> tools = new LinkedHashMap<>();
  final StringBuilder system = new StringBuilder();
  String question = "";
  boolean place;
  int turns;
  int repeatedCalls;

  RequestReading(TraceRecord trace) {
    TraceText body = trace.texts().request();
    text = body == null || body.size() == 0
        ? ScanText.NOTHING
        : TextExtractor.request(trace.asked().endpoint(), body.utf8(), 0, body.size());
    read(text.segments());
  }

  private void read(List<Segment> segments) {
    Set<String> userMessages = new HashSet<>();
    List<String> called = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    Map<String, Integer> calls = new HashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      switch (segment.kind()) {
        case SYSTEM -> {
          system.append(segment.text()).append('\n');
          headed(segment);
        }
        case USER -> {
          userMessages.add(message(segment.path()));
          question = withoutChunks(segments, i);
          headed(segment);
        }
        case TOOL_RESULT, RETRIEVED -> {
          retrieved(segments, segment);
          if (segment.kind() == Segment.Kind.TOOL_RESULT && segment.within() == null) {
            ended.add(isError(segment.text()) ? "error" : "ok");
          }
        }
        case TOOL_ARGUMENT -> {
          if (segment.path().endsWith(".name")) {
            called.add(segment.text());
          } else if (segment.path().endsWith(".arguments") && !called.isEmpty()) {
            int times = calls.merge(called.getLast() + ' ' + segment.text(), 1, Integer::sum);
            repeatedCalls = Math.max(repeatedCalls, times);
          }
        }
        case ASSISTANT, TOOL_DEFINITION, REASONING -> {
        }
      }
    }
    turns = userMessages.size();
    for (int i = 0; i < called.size() && tools.size() < MOST_TOOLS; i++) {
      tools.merge(called.get(i), i < ended.size() ? ended.get(i) : "pending",
          (old, now) -> old.equals("error") ? old : now);
    }
  }

  private void retrieved(List<Segment> segments, Segment segment) {
    place = true;
    if (segment.cut()) {
      return;
    }
    int dot = Math.max(segment.path().lastIndexOf('.'), segment.path().lastIndexOf('/'));
    if (segment.within() != null && ID_MEMBERS.contains(segment.path().substring(dot + 1))) {
      id(segment.text());
      return;
    }
    Segment.Within within = segment.within();
    if (within != null && within.offset() > 0) {
      id(tagId(segments.get(within.segment()).text(), within.offset()));
    }
    chunk(segment.text());
  }

  /// A chunk may hold further tags, each with the id of a document.
  private void chunk(String chunk) {
    StringBuilder bare = new StringBuilder();
    int at = 0;
    for (int open = chunk.indexOf('<'); open >= 0; open = chunk.indexOf('<', at)) {
      int close = chunk.indexOf('>', open);
      if (close < 0) {
        break;
      }
      bare.append(chunk, at, open).append(' ');
      id(tagId(chunk, close + 1));
      at = close + 1;
    }
    String text = bare.append(chunk, at, chunk.length()).toString();
    if (!isNothing(text) && chunks.size() < MOST_CHUNKS) {
      chunks.add(text);
    }
  }

  private void id(String id) {
    if (!id.isEmpty() && id.length() <= 64 && chunkIds.size() < MOST_CHUNKS) {
      chunkIds.add(id);
    }
  }

  /// What lies between a heading such as `Context:` on a line of its own and the next such line.
  private void headed(Segment segment) {
    if (segment.cut()) {
      return;
    }
    Headings headings = Headings.in(segment.text());
    if (headings.found()) {
      place = true;
      chunk(headings.block());
      if (segment.kind() == Segment.Kind.USER) {
        question = headings.rest();
      }
    }
  }

  /// Whether a retrieved text says that there is none.
  private static boolean isNothing(String text) {
    String bare = text.strip();
    return bare.isEmpty() || (bare.length() < 80
        && (bare.equals("[]") || bare.equals("{}") || bare.equals("null") || bare.contains(":[]")
            || bare.contains(": []") || bare.regionMatches(true, 0, "no results", 0, 10)
            || bare.regionMatches(true, 0, "(none)", 0, 6) || bare.equalsIgnoreCase("none")));
  }

  private static boolean isError(String text) {
    String bare = text.strip();
    return bare.regionMatches(true, 0, "error", 0, 5)
        || bare.regionMatches(true, 0, "exception", 0, 9) || bare.startsWith("Traceback")
        || bare.regionMatches(true, 0, "{\"error\"", 0, 8);
  }

  private static String message(String path) {
    int close = path.indexOf(']');
    return close < 0 ? path : path.substring(0, close);
  }

  /// What `id="…"` says in the tag that ends at `offset`.
  private static String tagId(String text, int offset) {
    int open = text.lastIndexOf('<', offset - 1);
    int at = open < 0 ? -1 : text.indexOf("id=", open);
    if (at < 0 || at + 4 >= offset) {
      return "";
    }
    char quote = text.charAt(at + 3);
    int from = quote == '"' || quote == '\'' ? at + 4 : at + 3;
    int to = from;
    while (to < offset - 1 && text.charAt(to) != quote && text.charAt(to) > ' ') {
      to++;
    }
    return text.substring(from, to);
  }

  private static String withoutChunks(List<Segment> segments, int index) {
    Segment whole = segments.get(index);
    if (!whole.cut()) {
      return whole.text();
    }
    StringBuilder rest = new StringBuilder();
    int at = 0;
    for (Segment chunk : segments) {
      Segment.Within within = chunk.within();
      if (within != null && within.segment() == index && within.offset() >= at) {
        rest.append(whole.text(), at, within.offset());
        at = Math.min(whole.text().length(), within.offset() + chunk.text().length());
      }
    }
    return rest.append(whole.text(), at, whole.text().length()).toString();
  }
}
