package dev.prism.providers.openai;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Citation;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Citations;
import java.util.function.Consumer;

/// Sources as OpenAI names them: `url_citation`, with a place in the text. Where the place is unknown both its
/// ends are 0, as OpenRouter has it.
final class Annotations {
  private Annotations() {}

  static void tell(int choice, JsonFields citation, Citations citations,
      Consumer<ResponseEvent> out) {
    citations.tell(choice, citation.text("url"), citation.text("title"), citation.text("content"),
        Math.clamp(citation.integer("start_index", 0), 0, Integer.MAX_VALUE),
        Math.clamp(citation.integer("end_index", 0), 0, Integer.MAX_VALUE), out);
  }

  /// Writes the members of a `url_citation`.
  ///
  /// @param before how many characters of the choice's text stand before the text that is annotated
  static void members(Citation citation, int before, JsonWriter json) {
    json.number("start_index", Math.max(0, citation.start() - before))
        .number("end_index", Math.max(0, citation.end() - before))
        .text("url", citation.url())
        .text("title", citation.title());
  }

  /// Writes one as chat completions have it, an element of a list.
  static void ofChat(Citation citation, JsonWriter json) {
    json.object().text("type", "url_citation").object("url_citation");
    members(citation, 0, json);
    json.endObject().endObject();
  }

  /// One as Responses have it.
  static String ofResponses(Citation citation, int before) {
    JsonWriter json = new JsonWriter(new StringBuilder(160)).object();
    members(citation, before, json.text("type", "url_citation"));
    return json.endObject().toString();
  }
}
