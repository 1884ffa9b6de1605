package dev.prism.providers;

import static dev.prism.exchange.Endpoint.CHAT_COMPLETIONS;
import static dev.prism.exchange.Endpoint.MESSAGES;
import static dev.prism.exchange.Endpoint.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Citation;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What an answer rests upon, from each provider to each client.
class CitationsTest {
  private static final String ASK = "{\"model\":\"m\",\"max_tokens\":9,\"input\":\"hi\","
      + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String CLAUDE = """
      {"type":"message","id":"m","model":"c","content":[{"type":"text","text":"💡 Say: "},\
      {"type":"text","text":"it rains","citations":[{"type":"web_search_result_location",\
      "url":"https://a.example/","title":"A","cited_text":"rain","encrypted_index":"e"},\
      {"type":"char_location","document_index":0,"document_title":"D","cited_text":"d"}]},\
      {"type":"text","text":"."}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2}}""";
  private static final String GEMINI = """
      {"candidates":[{"content":{"parts":[{"text":"💡 Zürich: it rains. It snows."}]},\
      "finishReason":"STOP","groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a.example/",\
      "title":"A"}},{"retrievedContext":{"title":"no address","text":"x"}},{"web":{"uri":"https://b.example/",\
      "title":"B"}}],"groundingSupports":[{"segment":{"startIndex":14,"endIndex":23,"text":"it rains."},\
      "groundingChunkIndices":[0,1]},{"segment":{"startIndex":24,"endIndex":33,"text":"It snows."},\
      "groundingChunkIndices":[2,9]}]}}],"usageMetadata":{"promptTokenCount":3}}""";

  private static Talk talk(Endpoint client, String provider) throws Unsuited {
    return Talk.of(client, provider, ASK);
  }

  private static String cut(String text, JsonNode place) {
    return text.substring(text.offsetByCodePoints(0, place.path("start_index").asInt()),
        text.offsetByCodePoints(0, place.path("end_index").asInt()));
  }

  private static JsonNode message(JsonNode answer) {
    return answer.at("/choices/0/message");
  }

  @Test
  void aSearchOfClaudeIsAnAnnotationOfItsBlock() throws Exception {
    JsonNode message = message(talk(CHAT_COMPLETIONS, "anthropic").answer(CLAUDE));
    assertThat(message.path("annotations").size()).as("a document has no address").isEqualTo(1);
    JsonNode page = message.at("/annotations/0/url_citation");
    assertThat(page.path("url").asString()).isEqualTo("https://a.example/");
    assertThat(page.path("title").asString()).isEqualTo("A");
    assertThat(cut(message.path("content").asString(), page)).isEqualTo("it rains");
  }

  @Test
  void aStreamedSearchOfClaudeIsToldWhenItsBlockEnds() throws Exception {
    String stream = talk(CHAT_COMPLETIONS, "anthropic").stream(
        """
            data: {"type":"message_start","message":{"id":"m","model":"c"}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"So "}}

            data: {"type":"content_block_stop","index":0}

            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":"","citations":[]}}

            data: {"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":\
            {"type":"search_result_location","source":"https://a.example/","title":null,"cited_text":"r"}}}

            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"it rains"}}

            data: {"type":"content_block_stop","index":1}

            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}

            """);
    List<JsonNode> notes = new ArrayList<>();
    Talk.data(stream)
        .forEach(chunk -> chunk.at("/choices/0/delta/annotations").forEach(notes::add));
    assertThat(notes).hasSize(1);
    assertThat(notes.getFirst().path("type").asString()).isEqualTo("url_citation");
    assertThat(cut("So it rains", notes.getFirst().path("url_citation"))).isEqualTo("it rains");
  }

  @Test
  void bytesThatGeminiCountsAreCharacters() throws Exception {
    JsonNode message = message(talk(CHAT_COMPLETIONS, "gemini").answer(GEMINI));
    List<String> said = new ArrayList<>();
    message.path("annotations")
        .forEach(note -> said.add(note.at("/url_citation/url").asString() + " "
            + cut(message.path("content").asString(), note.path("url_citation"))));
    assertThat(said).containsExactly("https://a.example/ it rains.",
        "https://b.example/ It snows.");
  }

  @Test
  void aResponseHasAnnotationsInEachOfItsForms() throws Exception {
    JsonNode whole = talk(RESPONSES, "gemini").answer(GEMINI);
    assertThat(whole.at("/output/0/content/0/annotations").size()).isEqualTo(2);
    String stream = talk(RESPONSES, "gemini").stream("data: " + GEMINI + "\n\n");
    List<JsonNode> data = Talk.data(stream);
    List<String> added = new ArrayList<>();
    for (JsonNode event : data) {
      if (event.path("type").asString().equals("response.output_text.annotation.added")) {
        assertThat(event.path("annotation_index").asInt()).isEqualTo(added.size());
        added.add(event.path("annotation").toString());
      }
    }
    assertThat(added).hasSize(2);
    JsonNode last = data.getLast().at("/response/output/0/content/0");
    assertThat(last.path("annotations").toString()).isEqualTo("[" + String.join(",", added) + "]")
        .isEqualTo(whole.at("/output/0/content/0/annotations").toString());
    assertThat(cut(last.path("text").asString(), last.at("/annotations/1"))).isEqualTo("It snows.");
    assertThat(data.stream()
        .filter(event -> event.path("type").asString().equals("response.content_part.done"))
        .map(event -> event.at("/part/annotations").size())).containsExactly(2);
  }

  @Test
  void aWholeMessageHasABlockForEachPartThatRestsUponAnotherPage() throws Exception {
    JsonNode content = talk(MESSAGES, "gemini").answer(GEMINI).path("content");
    List<String> blocks = new ArrayList<>();
    content.forEach(block -> blocks
        .add(block.path("text").asString() + "|" + block.at("/citations/0/url").asString("")));
    assertThat(blocks).containsExactly("💡 Zürich: |", "it rains.|https://a.example/",
        " It snows.|https://b.example/");
    assertThat(content.at("/1/citations/0/type").asString())
        .isEqualTo("web_search_result_location");
  }

  @Test
  void aStreamedMessageTellsItsPagesInTheBlockThatIsOpen() throws Exception {
    String stream = talk(MESSAGES, "gemini").stream("data: " + GEMINI + "\n\n");
    List<String> urls = new ArrayList<>();
    Talk.data(stream)
        .stream()
        .filter(event -> event.at("/delta/type").asString("").equals("citations_delta"))
        .forEach(event -> {
          assertThat(event.path("index").asInt()).isZero();
          urls.add(event.at("/delta/citation/url").asString());
        });
    assertThat(urls).containsExactly("https://a.example/", "https://b.example/");
  }

  @Test
  void pagesWithoutAPlaceComeBeforeTheTextAndAreAtItsBeginning() throws Exception {
    String openRouter = """
        data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"","annotations":[{"type":\
        "url_citation","url_citation":{"url":"https://a.example/","title":"A","start_index":0,"end_index":0,\
        "content":"what it says"}}]}}]}

        data: {"id":"c","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}

        """;
    Talk talk = talk(MESSAGES, "openrouter");
    String stream = talk.stream(openRouter);
    assertThat(talk.events())
        .contains(new Citation(0, "https://a.example/", "A", "what it says", -1, -1));
    assertThat(stream.indexOf("content_block_start")).isLessThan(stream.indexOf("citations_delta"));
    assertThat(stream.indexOf("citations_delta")).isLessThan(stream.indexOf("text_delta"));
    String response = talk(RESPONSES, "perplexity").stream("""
        data: {"id":"c","model":"m","search_results":[{"title":"A","url":"https://a.example/"}],\
        "choices":[{"index":0,"delta":{"content":"hi [1]"},"finish_reason":"stop"}]}

        """);
    assertThat(Talk.data(response).getLast().at("/response/output/0/content/0/annotations/0"))
        .hasToString("{\"type\":\"url_citation\",\"start_index\":0,\"end_index\":0,"
            + "\"url\":\"https://a.example/\",\"title\":\"A\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"document", "tool_output"})
  void sourcesOfCohereWithAnAddressAreTold(String kind) throws Exception {
    String source = "{\"type\":\"x\",\"id\":\"1\",\"" + kind
        + "\":{\"url\":\"https://a.example/\",\"title\":\"A\"}}";
    String citation = "{\"start\":4,\"end\":9,\"text\":\"rains\",\"sources\":[" + source
        + ",{\"type\":\"tool\",\"tool_output\":{\"content\":\"none\"}}]";
    JsonNode message = message(talk(CHAT_COMPLETIONS, "cohere")
        .answer("{\"id\":\"1\",\"finish_reason\":\"COMPLETE\",\"message\":{\"content\":["
            + "{\"type\":\"thinking\",\"thinking\":\"hm\"},{\"type\":\"text\",\"text\":\"So. \"},"
            + "{\"type\":\"text\",\"text\":\"It, rains\"}],\"citations\":[" + citation
            + ",\"content_index\":2}]},\"usage\":{}}"));
    assertThat(message.path("annotations").size()).isEqualTo(1);
    assertThat(cut(message.path("content").asString(), message.at("/annotations/0/url_citation")))
        .isEqualTo("rains");
    Talk streamed = talk(CHAT_COMPLETIONS, "cohere");
    streamed.stream(
        """
            data: {"type":"message-start","id":"1"}

            data: {"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":"It, rains"}}}}

            data: {"type":"citation-start","index":3,"delta":{"message":{"citations":%s}}}

            data: {"type":"message-end","delta":{"finish_reason":"COMPLETE"}}

            """
            .formatted(citation + "}"));
    assertThat(streamed.events()).contains(new Citation(0, "https://a.example/", "A", "", 4, 9));
  }

  @Test
  void whatBedrockCitesIsNeitherLostNorWithoutItsText() throws Exception {
    String block = "\"citationsContent\":{\"content\":[{\"text\":\"it \"},{\"text\":\"rains\"}],"
        + "\"citations\":[{\"title\":\"A\",\"sourceContent\":[{\"text\":\"rain\"}],"
        + "\"location\":{\"web\":{\"url\":\"https://a.example/\"}}},{\"title\":\"no address\","
        + "\"location\":{\"documentChar\":{\"documentIndex\":0}}}]}";
    Talk whole = talk(CHAT_COMPLETIONS, "bedrock");
    JsonNode message = message(
        whole.answer("{\"output\":{\"message\":{\"content\":[{\"text\":" + "\"So \"},{" + block
            + "}]}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":1}}"));
    assertThat(message.path("content").asString()).isEqualTo("So it rains");
    Citation told = new Citation(0, "https://a.example/", "A", "rain", 3, 11);
    assertThat(whole.events()).contains(told);
    ReplyDecoder decoder = Talk.adapter("bedrock").decoder(CHAT_COMPLETIONS);
    List<ResponseEvent> events = new ArrayList<>();
    event(decoder, "contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"So \"}}",
        events);
    event(decoder, "contentBlockStop", "{\"contentBlockIndex\":0}", events);
    event(decoder, "contentBlockDelta",
        "{\"contentBlockIndex\":1,\"delta\":{\"text\":\"it rains\"}}", events);
    event(decoder, "contentBlockDelta", "{\"contentBlockIndex\":1,\"delta\":{\"citation\":{"
        + "\"title\":\"A\",\"source\":\"https://a.example/\",\"sourceContent\":[{\"text\":\"rain\"}]}}}",
        events);
    event(decoder, "contentBlockStop", "{\"contentBlockIndex\":1}", events);
    assertThat(events).contains(told);
  }

  private static void event(ReplyDecoder decoder, String type, String json,
      List<ResponseEvent> events) throws JsonProblem {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    decoder.event(SseEvent.of(type, bytes, 0, bytes.length), events::add);
  }

  @Test
  void aReplyCannotGrowByNamingOnePageManyTimes() throws Exception {
    String page = "https://a.example/" + "x".repeat(3000);
    String supports = String.join(",",
        Collections.nCopies(2000, "{\"segment\":{\"endIndex\":1},\"groundingChunkIndices\":["
            + String.join(",", Collections.nCopies(50, "0")) + "]}"));
    String reply = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hi\"}]},\"groundingMetadata\":{"
        + "\"groundingChunks\":[{\"web\":{\"uri\":\"" + page
        + "\"}},{\"web\":{\"uri\":\"javascript:x\"}}]," + "\"groundingSupports\":[" + supports
        + "]},\"finishReason\":\"STOP\"}]}";
    Talk talk = talk(CHAT_COMPLETIONS, "gemini");
    assertThat(message(talk.answer(reply)).path("annotations").size()).isEqualTo(1);
  }
}
