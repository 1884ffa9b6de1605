package dev.prism.providers.anthropic;

import dev.prism.exchange.ResponseEvent.Citation;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Gathered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Writes texts with their sources. A source belongs to a block, so a text whose parts rest upon different
/// pages becomes several blocks; of parts that overlap the first one takes the sources of both.
final class CitedText {
  private final List<Citation> sources;
  private int before;

  CitedText(Gathered.Choice choice) {
    sources = new ArrayList<>(choice.citations());
    sources.sort(Comparator.comparingInt(Citation::start));
  }

  /// Writes one as Anthropic's own search has it; what only that search can give is empty.
  static void citation(Citation source, JsonWriter json) {
    json.object()
        .text("type", "web_search_result_location")
        .text("cited_text", source.cited())
        .text("url", source.url())
        .text("title", source.title())
        .text("encrypted_index", "")
        .endObject();
  }

  /// Writes the next part of the choice's text, as one block or more.
  void write(String text, JsonWriter json) {
    if (sources.isEmpty()) {
      write(text, sources, json);
      return;
    }
    int length = text.codePointCount(0, text.length());
    List<Block> blocks = new ArrayList<>(1);
    int done = 0;
    for (Citation source : sources) {
      int start = Math.max(0, source.start() - before);
      int end = Math.min(length, source.end() < 0 ? length : source.end() - before);
      boolean elsewhere = source.start() < 0
          ? before > 0
          : source.start() < before || start >= length;
      if (elsewhere) {
        continue;
      }
      if (start >= done) {
        if (!isBlank(text, done, start)) {
          blocks.add(new Block(done, start, new ArrayList<>(0)));
          done = start;
        }
        blocks.add(new Block(done, end, new ArrayList<>(1)));
        done = end;
      }
      blocks.getLast().sources().add(source);
    }
    if (blocks.isEmpty() || !isBlank(text, done, length)) {
      blocks.add(new Block(done, length, new ArrayList<>(0)));
      done = length;
    }
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      // White space alone is refused when it comes back, so it never is a block.
      int end = i + 1 < blocks.size() ? blocks.get(i + 1).start() : length;
      write(text.substring(at(text, block.start()), at(text, end)), block.sources(), json);
    }
    before += length;
  }

  private record Block(int start, int end, List<Citation> sources) {}

  private static boolean isBlank(String text, int from, int to) {
    return text.substring(at(text, from), at(text, to)).isBlank();
  }

  private static int at(String text, int codePoint) {
    return text.offsetByCodePoints(0, codePoint);
  }

  private static void write(String text, List<Citation> sources, JsonWriter json) {
    json.object().text("type", "text").text("text", text);
    if (!sources.isEmpty()) {
      json.array("citations");
      sources.forEach(source -> citation(source, json));
      json.endArray();
    }
    json.endObject();
  }
}
