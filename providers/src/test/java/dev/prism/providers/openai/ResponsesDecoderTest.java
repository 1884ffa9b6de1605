package dev.prism.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.TokenUsage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponsesDecoderTest {
  private static final String CREATED = """
      data: {"type":"response.created","sequence_number":0,"response":{"id":"r","model":"m"}}

      """;

  @Test
  void theErrorThatComesBeforeResponseFailedIsToldOnce() throws Exception {
    Facts facts = stream(CREATED
        + """
            event: error
            data: {"type":"error","sequence_number":2,"error":{"type":"insufficient_quota",\
            "code":"insufficient_quota","message":"spent"}}

            data: {"type":"response.failed","response":{"error":{"code":"insufficient_quota","message":"spent"}}}

            """);
    assertThat(facts.failed).isEqualTo(new ResponseEvent.Failed("insufficient_quota", "spent"));
    assertThat(facts.events.stream().filter(ResponseEvent.Failed.class::isInstance)).hasSize(1);
    assertThat(facts.complete).isFalse();
  }

  @Test
  void theFlatFormOfAnErrorIsReadToo() throws Exception {
    assertThat(
        stream("data: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"m\"}\n\n").failed)
        .isEqualTo(new ResponseEvent.Failed("server_error", "m"));
  }

  @Test
  void aFailedResponseFailsWithItsUsage() throws Exception {
    Facts facts = stream(CREATED + """
        data: {"type":"response.failed","response":{"error":{"code":"server_error","message":"m"},\
        "usage":{"input_tokens":3,"output_tokens":1,"total_tokens":4}}}

        """);
    assertThat(facts.failed).isEqualTo(new ResponseEvent.Failed("server_error", "m"));
    assertThat(facts.usage).isEqualTo(TokenUsage.of(3, 1));
  }

  @Test
  void aStreamWithoutItsTerminalEventIsNotComplete() throws Exception {
    Facts facts = stream(CREATED + """
        data: {"type":"response.output_text.delta","output_index":0,"delta":"hi"}

        data: {"type":"response.output_item.done","output_index":0,"item":{"type":"message",\
        "content":[{"type":"output_text","text":"hi"}]}}

        """);
    assertThat(facts.text).containsEntry(0, "hi");
    assertThat(facts.complete).isFalse();
  }

  @Test
  void anIncompleteResponseIsCompleteAsAStreamAndSaysWhy() throws Exception {
    Facts facts = stream(CREATED + """
        data: {"type":"response.incomplete","response":{"id":"r","model":"m","output":[],\
        "incomplete_details":{"reason":"max_output_tokens"}}}

        """);
    assertThat(facts.complete).isTrue();
    assertThat(facts.finish).containsEntry(0, "max_output_tokens");
  }

  @Test
  void textThatComesOnlyWithTheFinishedItemIsRead() throws Exception {
    String item = "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"late\"}]}";
    assertThat(stream("data: {\"type\":\"response.output_item.done\",\"output_index\":1,\"item\":"
        + item + "}\n\n").text).containsEntry(0, "late");
    assertThat(stream("data: {\"type\":\"response.completed\",\"response\":{\"output\":[" + item
        + "]}}\n\n").text).containsEntry(0, "late");
  }

  @Test
  void callIndexesCountCallsAndNotOutputItems() throws Exception {
    Facts facts = stream(CREATED + """
        data: {"type":"response.output_item.added","output_index":2,"item":{"type":"function_call",\
        "call_id":"c1","name":"f","arguments":""}}

        data: {"type":"response.output_item.added","output_index":4,"item":{"type":"function_call",\
        "call_id":"c2","name":"g","arguments":""}}

        data: {"type":"response.function_call_arguments.delta","output_index":4,"delta":"{}"}

        data: {"type":"response.function_call_arguments.delta","output_index":2,"delta":"[]"}

        data: {"type":"response.output_item.done","output_index":2,"item":{"type":"function_call",\
        "call_id":"c1","name":"f","arguments":"[]"}}

        """);
    assertThat(facts.calls).containsEntry("0.0", "f:[]").containsEntry("0.1", "g:{}");
  }

  @Test
  void aRawReplyIsReadByItsShape() throws Exception {
    byte[] chat = "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"hi\"}}],\"usage\":{\"prompt_tokens\":2}}"
        .getBytes(StandardCharsets.UTF_8);
    Facts facts = Facts.ofBody(new RawDecoder(), chat);
    assertThat(facts.text).containsEntry(0, "hi");
    assertThat(facts.usage).isEqualTo(TokenUsage.of(2, 0));
    byte[] failed = "{\"error\":{\"message\":\"no\"}}".getBytes(StandardCharsets.UTF_8);
    assertThat(Facts.ofBody(new RawDecoder(), failed).complete).isFalse();
    byte[] vectors = "{\"data\":[{\"embedding\":[0.1]}],\"model\":\"e\",\"usage\":{\"total_tokens\":3}}"
        .getBytes(StandardCharsets.UTF_8);
    assertThat(Facts.ofBody(new RawDecoder(), vectors).usage).isEqualTo(TokenUsage.of(3, 0));
  }

  private static Facts stream(String text) throws Exception {
    return Facts.ofStream(new ResponsesDecoder(), text.getBytes(StandardCharsets.UTF_8), 5);
  }
}
