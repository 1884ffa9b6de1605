package dev.prism.scanners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
