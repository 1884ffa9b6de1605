package dev.prism.scanners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TextExtractorTest {
  private static ScanText request(Endpoint endpoint, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return TextExtractor.request(endpoint, body, 0, body.length);
  }

  private static List<String> kinds(ScanText text) {
    return text.segments().stream().map(s -> s.kind() + " " + s.text()).toList();
  }

  @Test
  void everyPartOfAChatRequestIsTaken() {
    ScanText text = request(Endpoint.CHAT_COMPLETIONS, """
        {"model":"m","messages":[{"role":"system","content":"be kind"},
        {"role":"user","content":[{"type":"text","text":"look"},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
        {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
        "function":{"name":"find","arguments":"{\\"q\\":\\"x\\"}"}}]},
        {"role":"tool","tool_call_id":"c1","content":"found"}]}""");
    assertThat(kinds(text)).containsExactly("SYSTEM be kind", "USER look", "TOOL_ARGUMENT find",
        "TOOL_ARGUMENT {\"q\":\"x\"}", "TOOL_RESULT found");
  }

  @Test
  void anthropicBlocksAreTaken() {
    ScanText text = request(Endpoint.MESSAGES,
        """
            {"model":"m","system":"be kind","messages":[{"role":"user","content":[
            {"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"row"}]},
            {"type":"document","source":{"type":"text","media_type":"text/plain","data":"pages"}}]}]}""");
    assertThat(kinds(text)).containsExactly("SYSTEM be kind", "TOOL_RESULT row", "RETRIEVED pages");
  }

  @Test
  void responsesAndEmbeddingsInputsAreTaken() {
    assertThat(kinds(request(Endpoint.RESPONSES, """
        {"model":"m","instructions":"be kind","input":[{"role":"user","content":"hi"},
        {"type":"function_call_output","call_id":"c","output":"42 rows"}]}""")))
        .containsExactly("SYSTEM be kind", "USER hi", "TOOL_RESULT 42 rows");
    assertThat(kinds(request(Endpoint.EMBEDDINGS, "{\"model\":\"m\",\"input\":[\"a b\",\"c\"]}")))
        .containsExactly("RETRIEVED a b", "RETRIEVED c");
  }

  @Test
  void aChunkSaysWhoseItIs() {
    ScanText text = request(Endpoint.CHAT_COMPLETIONS,
        """
            {"messages":[],"documents":[{"id":"d","metadata":{"tenant":"globex"},"text":"secret plan"}]}""");
    assertThat(text.segments()).anySatisfy(s -> {
      assertThat(s.text()).isEqualTo("secret plan");
      assertThat(s.tenant()).isEqualTo("globex");
    });
  }

  @Test
  void editsAreWrittenIntoTheBodyAndNowhereElse() {
    String json = "{ \"model\" : \"m\",\"messages\":[{\"role\":\"user\",\"content\":\"I am \\u00e9va, mail eva@example.org\\n\"}] }";
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    ScanText text = TextExtractor.request(Endpoint.CHAT_COMPLETIONS, body, 0, body.length);
    RailEngine engine = Rails.engine(Rail.Action.REDACT, Aggregation.ANY, true, "pii");
    Verdict verdict = engine.check(Stage.OUTPUT, text, ScanContext.of("acme")).verdict();
    byte[] edited = BodyEditor.apply(body, text, ((Verdict.Redact) verdict).edits());
    assertThat(new String(edited, StandardCharsets.UTF_8)).isEqualTo(
        "{ \"model\" : \"m\",\"messages\":[{\"role\":\"user\",\"content\":\"I am éva, mail [EMAIL_1]\\n\"}] }");
  }

  @Test
  void aChunkBehindThousandsOfMessagesOrOfOthersIsCutOutAsWell() {
    String chunk = "<document tenant='globex'>secret plan</document>";
    String messages = "{\"role\":\"user\",\"content\":\"x\"},".repeat(2_000);
    String chunks = "<document tenant='acme'>x</document>".repeat(2_000);
    for (String body : List.of(
        "{\"messages\":[" + messages + "{\"role\":\"user\",\"content\":\"" + chunk + "\"}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"" + chunks + chunk + "\"}]}")) {
      ScanText text = request(Endpoint.CHAT_COMPLETIONS, body);

      assertThat(text.complete()).isTrue();
      assertThat(text.segments()).anySatisfy(segment -> {
        assertThat(segment.text()).isEqualTo("secret plan");
        assertThat(segment.tenant()).isEqualTo("globex");
      });
    }
  }

  @Test
  void moreChunksThanAreCutMakeTheTextIncomplete() {
    String tags = "<document tenant='acme'>x</document>".repeat(Chunks.MOST + 1);
    String json = JsonText.quote("[" + "{\"tenant\":\"acme\",\"text\":\"x\"},".repeat(Chunks.MOST)
        + "{\"tenant\":\"globex\",\"text\":\"x\"}]");

    assertThat(request(Endpoint.CHAT_COMPLETIONS,
        "{\"messages\":[{\"role\":\"user\",\"content\":\"" + tags + "\"}]}").complete()).isFalse();
    assertThat(request(Endpoint.CHAT_COMPLETIONS,
        "{\"messages\":[{\"role\":\"tool\",\"content\":" + json + "}]}").complete()).isFalse();
  }

  @Test
  @Timeout(20)
  void tagsThatNeverCloseAreReadInLinearTime() {
    for (String tag : List.of("<document tenant='", "<x", "<document ", "</document")) {
      String text = tag.repeat(4_000_000 / tag.length());
      request(Endpoint.CHAT_COMPLETIONS,
          "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}");
      request(Endpoint.CHAT_COMPLETIONS,
          "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + ">\"}]}");
    }
  }

  @Test
  void longNamesAreNotKeptWithEachText() {
    String name = "n".repeat(1_000);
    String texts = "\"a\":\"x\",\"b\":\"y\"";
    ScanText text = request(Endpoint.CHAT_COMPLETIONS, "{\"messages\":["
        + ("{\"" + name + "\":").repeat(20) + "{" + texts + "}" + "}".repeat(20) + "]}");

    assertThat(text.complete()).isFalse();
    assertThat(text.segments()).allSatisfy(s -> assertThat(s.path()).hasSizeLessThan(4_000));
  }
}
