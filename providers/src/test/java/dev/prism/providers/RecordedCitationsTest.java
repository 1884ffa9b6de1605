package dev.prism.providers;

import static dev.prism.exchange.Endpoint.CHAT_COMPLETIONS;
import static dev.prism.exchange.Endpoint.MESSAGES;
import static dev.prism.exchange.Endpoint.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Recorded answers with sources: the pages that a plain reading of the recording finds, each with the words that
/// rest upon it, are those that a client of each dialect finds.
class RecordedCitationsTest {
  private static final String ASK = "{\"model\":\"m\",\"max_tokens\":9,\"input\":\"hi\","
      + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  @ParameterizedTest
  @CsvSource({"anthropic, anthropic, messages, 8", "gemini, gemini, generateContent, 5",
      "gemini, gemini, streamGenerateContent, 3", "vertex, vertex, generateContent, 1",
      "cohere, cohere, cohere.v2.chat, 0", "openrouter, openrouter, chat.completions, 2"})
  void sourcesAreThoseOfTheRecording(String file, String provider, String endpoint, int least)
      throws Exception {
    Path path = Path.of(System.getProperty("prism.shared", "shared"), "fixtures", "providers",
        file + ".jsonl");
    assumeTrue(Files.exists(path), "skipped: no recordings on this machine");
    int answers = 0;
    int sources = 0;
    for (String line : Files.readAllLines(path)) {
      JsonNode row = Talk.JSON.readTree(line);
      String body = row.at("/response/body").asString("");
      if (!row.path("endpoint").asString().equals(endpoint)
          || row.at("/response/status").asInt() != 200) {
        continue;
      }
      boolean stream = body.contains("data:") && !body.startsWith("{") && !body.startsWith("[");
      Set<String> wanted = wanted(provider, events(body, stream));
      for (Endpoint client : provider.equals("openrouter")
          ? List.of(MESSAGES)
          : provider.equals("anthropic")
              ? List.of(CHAT_COMPLETIONS, RESPONSES)
              : List.of(CHAT_COMPLETIONS, RESPONSES, MESSAGES)) {
        Talk talk = Talk.of(client, provider, ASK);
        Set<String> heard = stream
            ? streamed(client, Talk.data(talk.stream(body)))
            : whole(client, talk.answer(body));
        assertThat(heard).as("%s to %s", row.path("id").asString(), client)
            .isEqualTo(client == MESSAGES ? pages(wanted) : wanted);
      }
      answers += wanted.isEmpty() ? 0 : 1;
      sources += wanted.size();
    }
    System.out
        .println(file + " " + endpoint + ": " + answers + " answers with " + sources + " sources");
    assertThat(answers).isGreaterThanOrEqualTo(least);
  }

  private static List<JsonNode> events(String body, boolean stream) {
    if (!stream) {
      return List.of(Talk.JSON.readTree(body));
    }
    List<JsonNode> events = new ArrayList<>();
    body.lines()
        .filter(line -> line.startsWith("data:") && line.contains("{"))
        .forEach(line -> events.add(Talk.JSON.readTree(line.substring(5))));
    return events;
  }

  private static Set<String> wanted(String provider, List<JsonNode> events) {
    Set<String> wanted = new LinkedHashSet<>();
    switch (provider) {
      case "anthropic" -> claude(events, wanted);
      case "gemini", "vertex" ->
        events.forEach(event -> event.at("/candidates/0/groundingMetadata/groundingSupports")
            .forEach(support -> {
              for (JsonNode index : support.path("groundingChunkIndices")) {
                JsonNode page = event.at("/candidates/0/groundingMetadata/groundingChunks")
                    .path(index.asInt());
                add(page.at("/web/uri"), support.at("/segment/text").asString(), wanted);
              }
            }));
      case "openrouter" -> events.forEach(event -> {
        event.at("/choices/0/message/annotations")
            .forEach(note -> add(note.at("/url_citation/url"), "", wanted));
        event.at("/choices/0/delta/annotations")
            .forEach(note -> add(note.at("/url_citation/url"), "", wanted));
      });
      default -> {
        // Cohere's recordings cite results of tools, which have no address.
      }
    }
    return wanted;
  }

  private static void claude(List<JsonNode> events, Set<String> wanted) {
    Map<Integer, StringBuilder> texts = new TreeMap<>();
    Map<Integer, List<JsonNode>> pages = new TreeMap<>();
    for (JsonNode event : events) {
      int place = 0;
      for (JsonNode block : event.path("content")) {
        texts.put(place, new StringBuilder(block.path("text").asString("")));
        pages.computeIfAbsent(place, _ -> new ArrayList<>());
        for (JsonNode note : block.path("citations")) {
          pages.get(place).add(note);
        }
        place++;
      }
      int index = event.path("index").asInt(0);
      texts.computeIfAbsent(index, _ -> new StringBuilder())
          .append(event.at("/content_block/text").asString(""))
          .append(event.at("/delta/text").asString(""));
      if (event.at("/delta/type").asString("").equals("citations_delta")) {
        pages.computeIfAbsent(index, _ -> new ArrayList<>()).add(event.at("/delta/citation"));
      }
    }
    pages.forEach((place, notes) -> notes
        .forEach(note -> add(note.has("url") ? note.path("url") : note.path("source"),
            String.valueOf(texts.get(place)), wanted)));
  }

  private static void add(JsonNode url, String words, Set<String> wanted) {
    if (url.asString("").startsWith("http")) {
      wanted.add(url.asString() + " | " + words);
    }
  }

  /// Of a Messages client: which words rest upon a page is as exact as its blocks.
  private static Set<String> pages(Set<String> wanted) {
    Set<String> pages = new LinkedHashSet<>();
    wanted.forEach(source -> pages.add(source.substring(0, source.indexOf(" | "))));
    return pages;
  }

  private static Set<String> whole(Endpoint client, JsonNode answer) {
    Set<String> heard = new LinkedHashSet<>();
    switch (client) {
      case CHAT_COMPLETIONS -> {
        JsonNode message = answer.at("/choices/0/message");
        message.path("annotations")
            .forEach(note -> heard
                .add(words(message.path("content").asString(), note.path("url_citation"))));
      }
      case RESPONSES -> answer.path("output")
          .forEach(item -> item.path("content")
              .forEach(part -> part.path("annotations")
                  .forEach(note -> heard.add(words(part.path("text").asString(), note)))));
      default -> answer.path("content")
          .forEach(block -> block.path("citations")
              .forEach(note -> heard.add(note.path("url").asString())));
    }
    return heard;
  }

  private static Set<String> streamed(Endpoint client, List<JsonNode> events) {
    if (client == RESPONSES) {
      return whole(client, events.getLast().path("response"));
    }
    StringBuilder text = new StringBuilder();
    List<JsonNode> notes = new ArrayList<>();
    Set<String> heard = new LinkedHashSet<>();
    for (JsonNode event : events) {
      text.append(event.at("/choices/0/delta/content").asString(""));
      event.at("/choices/0/delta/annotations").forEach(notes::add);
      String page = event.at("/delta/citation/url").asString("");
      if (!page.isEmpty()) {
        heard.add(page);
      }
    }
    notes.forEach(note -> heard.add(words(text.toString(), note.path("url_citation"))));
    return heard;
  }

  private static String words(String text, JsonNode note) {
    return note.path("url").asString() + " | "
        + text.substring(text.offsetByCodePoints(0, note.path("start_index").asInt()),
            text.offsetByCodePoints(0, note.path("end_index").asInt()));
  }
}
