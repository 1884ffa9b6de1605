package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.SseReader;
import dev.prism.exchange.json.JsonProblem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Recorded replies, damaged at random places, or with some values in place of others so that they stay JSON: no
/// exception but the declared ones leaves a decoder, and what it says is no more than what came. `-Dprism.fuzz.cases=1000000` runs a million for each.
class RecordedFuzzTest {
  private static final long SEED = 20_261_127;
  /// Longer ones are cut to a part of this size, at any place.
  private static final int LONGEST = 3_000;
  /// Longer ones keep their values.
  private static final int LONGEST_READ = 16_000;
  private static final String[] VALUES = {"null", "{}", "[]", "[[{}]]", "\"\"", "-1", "1e308",
      "99999999999999999999", "true", "{\"type\":\"text\"}", "\"\\ud800\"", "[{}]", "0.5",
      "\"https://a.b/\"", "4096"};

  @ParameterizedTest
  @CsvSource({"openai, CHAT_COMPLETIONS, chat.completions", "openai, RESPONSES, responses",
      "openai, PASSTHROUGH, embeddings", "anthropic, MESSAGES, messages",
      "gemini, CHAT_COMPLETIONS, streamGenerateContent",
      "gemini, CHAT_COMPLETIONS, generateContent", "bedrock, CHAT_COMPLETIONS, converse-stream",
      "bedrock, CHAT_COMPLETIONS, converse", "cohere, CHAT_COMPLETIONS, cohere.v2.chat"})
  void damagedRecordingsDoNoHarm(String provider, Endpoint endpoint, String recorded)
      throws Exception {
    List<byte[]> replies = RecordedReplies.of(provider, recorded);
    assumeTrue(!replies.isEmpty(), "skipped: no recordings on this machine");
    ProviderAdapter adapter = Talk.adapter(provider);
    List<byte[]> readable = replies.stream().filter(reply -> reply.length < LONGEST_READ).toList();
    long[] read = new long[1];
    FuzzRun.all(provider + " " + recorded, SEED, i -> {
      Random random = new Random(SEED + i);
      boolean swap = random.nextBoolean() && !readable.isEmpty();
      byte[] reply = swap
          ? readable.get(random.nextInt(readable.size()))
          : damaged(replies.get(random.nextInt(replies.size())), random);
      try {
        ReplyDecoder decoder = adapter.decoder(endpoint);
        long said = swap ? swapped(decoder, reply, random) : read(decoder, reply, random);
        assertThat(said).isLessThan(20L * reply.length + 1_000);
        read[0] += said > 0 ? 1 : 0;
      } catch (JsonProblem | EventCutter.Broken declared) {
        // Expected of damaged bytes.
      } catch (RuntimeException | Error escaped) {
        throw new AssertionError(
            "seed " + (SEED + i) + ": " + Base64.getEncoder().encodeToString(reply), escaped);
      }
    });
    System.out.println(provider + " " + recorded + ": something was read in " + read[0]);
  }

  /// Reads a reply in which other values stand, each event by itself, and says how many characters it said.
  private static long swapped(ReplyDecoder decoder, byte[] reply, Random random)
      throws JsonProblem, EventCutter.Broken {
    long[] said = new long[1];
    if (reply[0] == '{' || reply[0] == '[') {
      byte[] other = swapped(reply, random);
      decoder.body(other, 0, other.length, event -> said[0] += size(event));
      return said[0];
    }
    EventCutter cutter = decoder.cutter(1 << 20);
    SseReader.Handler handler = event -> {
      byte[] data = Arrays.copyOfRange(event.data(), event.dataStart(), event.dataEnd());
      byte[] other = random.nextInt(4) == 0 ? swapped(data, random) : data;
      try {
        decoder.event(SseEvent.of(event.type(), other, 0, other.length),
            told -> said[0] += size(told));
      } catch (JsonProblem leftOut) {
        // The next event may be read.
      }
    };
    cutter.feed(reply, 0, reply.length, handler);
    cutter.finish(handler);
    decoder.complete();
    return said[0];
  }

  private static byte[] swapped(byte[] json, Random random) {
    String text = new String(json, StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(4); i >= 0 && !text.isEmpty(); i--) {
      int at = text.indexOf(':', random.nextInt(text.length()));
      if (at > 0) {
        int end = at + 1;
        while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
          end++;
        }
        text = text.substring(0, at + 1) + VALUES[random.nextInt(VALUES.length)]
            + text.substring(end);
      }
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] damaged(byte[] reply, Random random) {
    int from = reply.length <= LONGEST || random.nextBoolean()
        ? 0
        : random.nextInt(reply.length - LONGEST);
    byte[] part = Arrays.copyOfRange(reply, from, Math.min(reply.length, from + LONGEST));
    for (int i = random.nextInt(6); i > 0 && part.length > 8; i--) {
      int at = random.nextInt(part.length);
      int length = 1 + random.nextInt(Math.min(40, part.length - at));
      switch (random.nextInt(5)) {
        case 0 -> part[at] = (byte) random.nextInt(256);
        case 1 -> part[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> part = joined(part, 0, at, at + length, part.length);
        case 3 -> part = joined(part, 0, at + length, at, part.length);
        default -> part = Arrays.copyOf(part, Math.max(1, at));
      }
    }
    return part;
  }

  /// Two ranges of the same bytes, one behind the other.
  private static byte[] joined(byte[] bytes, int from, int to, int again, int end) {
    byte[] out = Arrays.copyOf(Arrays.copyOfRange(bytes, from, to), to - from + end - again);
    System.arraycopy(bytes, again, out, to - from, end - again);
    return out;
  }

  /// How many characters the decoder said.
  private static long read(ReplyDecoder decoder, byte[] reply, Random random)
      throws JsonProblem, EventCutter.Broken {
    long[] said = new long[1];
    if (random.nextInt(4) == 0) {
      decoder.body(reply, 0, reply.length, event -> said[0] += size(event));
      return said[0];
    }
    EventCutter cutter = decoder.cutter(1 << 16);
    int from = 0;
    while (from < reply.length) {
      int to = Math.min(reply.length, from + 1 + random.nextInt(400));
      cutter.feed(Arrays.copyOfRange(reply, from, to), 0, to - from, event -> {
        try {
          decoder.event(event, told -> said[0] += size(told));
        } catch (JsonProblem leftOut) {
          // The next event may be read.
        }
      });
      from = to;
    }
    decoder.complete();
    return said[0];
  }

  private static long size(ResponseEvent event) {
    return switch (event) {
      case ResponseEvent.TextDelta text -> text.text().length();
      case ResponseEvent.ReasoningDelta text -> text.text().length();
      case ResponseEvent.ToolCallDelta call -> call.arguments().length();
      case ResponseEvent.Citation page -> page.url().length() + page.title().length();
      default -> 1;
    };
  }
}
