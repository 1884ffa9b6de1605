package dev.prism.providers.openai;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.prism.exchange.json.JsonProblem;
import dev.prism.providers.FuzzRun;
import dev.prism.providers.Refusals;
import dev.prism.providers.ReplyDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Replies that were damaged at random: a decoder may find them malformed, and nothing else.
class DecoderFuzzTest {
  private static final long SEED = 20261124;
  private static final List<String> REPLIES = List.of(
      """
          {"id":"c","model":"m","object":"chat.completion","choices":[{"index":0,"delta":{"role":"assistant",\
          "content":[{"type":"thinking","thinking":[{"type":"text","text":"h"}]},{"type":"text","text":"y"}],\
          "reasoning_details":[{"text":"r"}],"tool_calls":[{"index":1,"id":"t","function":{"name":"f",\
          "arguments":"{\\"a\\":1}"}}],"audio":{"data":"QQ==","transcript":"t"}},"finish_reason":"stop"}],\
          "usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11,"cost":0.1,"prompt_tokens_details":\
          {"cached_tokens":3,"audio_tokens":1}},"x_groq":{"usage":null},"error":null}""",
      """
          {"type":"response.completed","sequence_number":3,"output_index":1,"response":{"id":"r","object":"response",\
          "model":"m","status":"completed","output":[{"type":"reasoning","summary":[{"text":"s"}]},{"type":\
          "function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"message","content":[{"type":\
          "output_text","text":"hi"},{"refusal":"no"}]}],"usage":{"input_tokens":1,"output_tokens":2}}}""",
      """
          {"error":{"code":429,"type":"x","message":"m","details":[{"reason":"R"}],"param":"p"},"detail":[{"msg":"d"}]}""");

  @Test
  void nothingEscapesADecoderButThatTheReplyIsMalformed() throws Exception {
    List<Supplier<ReplyDecoder>> decoders = List.of(ChatDecoder::new, ResponsesDecoder::new,
        RawDecoder::new);
    Random random = new Random(SEED);
    FuzzRun.all("the OpenAI dialects", SEED, number -> {
      byte[] reply = damaged(random);
      for (Supplier<ReplyDecoder> decoder : decoders) {
        assertThatCode(() -> read(decoder.get(), reply))
            .as("seed %s, case %s: %s", SEED, number, new String(reply, StandardCharsets.UTF_8))
            .doesNotThrowAnyException();
      }
      assertThatCode(() -> Refusals.of(400, _ -> null, reply)).as("seed %s, case %s", SEED, number)
          .doesNotThrowAnyException();
    });
  }

  private static void read(ReplyDecoder decoder, byte[] reply) throws Exception {
    try {
      Facts.ofBody(decoder, reply);
    } catch (JsonProblem malformed) {
      // Expected of damaged bytes; the next reply must be read all the same.
    }
    byte[] event = ("event: e\ndata: " + new String(reply, StandardCharsets.UTF_8) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
    Facts.ofStream(decoder, event, 11);
  }

  /// Swaps whole values half of the time, so that much of it stays JSON; single bytes otherwise.
  private static byte[] damaged(Random random) {
    String reply = REPLIES.get(random.nextInt(REPLIES.size()));
    String[] values = {"null", "{}", "[]", "[[{}]]", "\"\"", "-1", "1e308", "99999999999999999999",
        "true", "{\"text\":{}}", "\"\\ud800\""};
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = reply.indexOf(':', random.nextInt(reply.length()));
      if (random.nextBoolean() && at > 0) {
        int end = at + 1;
        while (end < reply.length() && ",}]".indexOf(reply.charAt(end)) < 0) {
          end++;
        }
        reply = reply.substring(0, at + 1) + values[random.nextInt(values.length)]
            + reply.substring(end);
      } else {
        int place = random.nextInt(reply.length());
        reply = reply.substring(0, place) + (char) random.nextInt(128) + reply.substring(place + 1);
      }
    }
    return reply.getBytes(StandardCharsets.UTF_8);
  }
}
