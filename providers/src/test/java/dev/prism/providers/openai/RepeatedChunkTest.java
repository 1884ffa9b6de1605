package dev.prism.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.SseReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A chunk like the one before is read by a shorter way: it must say what it says by the long one, which a
/// member that no other chunk has brings about.
class RepeatedChunkTest {
  private static final long SEED = 20261128;
  private static final int STREAMS = 3_000;
  private static final List<String> TEXTS = List.of("", "a", " parcel", "it's", "\\n", "\\u00e4",
      "ä", "😀", "a\\\"b", "x".repeat(40), "},{", "\u0001", "\\q", "]}");
  private static final List<String> DELTAS = List.of("{\"content\":\"T\"}", "{\"content\":\"T\"}",
      "{\"content\":\"T\"}", "{\"content\":\"T\"}", "{\"role\":\"assistant\",\"content\":\"T\"}",
      "{\"content\":\"a\",\"content\":\"T\"}", "{\"content\":\"\",\"refusal\":\"T\"}",
      "{\"content\":null,\"audio\":{\"transcript\":\"T\"}}", "{\"reasoning\":\"T\"}",
      "{\"content\":\"T\",\"tool_calls\":[]}",
      "{\"content\":[{\"type\":\"text\",\"text\":\"T\"}]}");
  private static final List<String> RESTS = List.of("}]", "}]", "}]", ",\"finish_reason\":null}]",
      ",\"finish_reason\":\"stop\"}]", "},{\"index\":1,\"delta\":{\"content\":\"T\"}}]",
      "}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}",
      ",\"message\":{\"content\":\"T\"}}]");

  @Test
  void aRepeatedChunkSaysWhatItSaysWhenReadAtLength() throws SseReader.Overflow {
    Random random = new Random(SEED);
    for (int i = 0; i < STREAMS; i++) {
      StringBuilder alike = new StringBuilder();
      StringBuilder unlike = new StringBuilder();
      String shape = chunk(random);
      for (int n = random.nextInt(8); n >= 0; n--) {
        shape = random.nextInt(4) == 0 ? chunk(random) : shape;
        String said = shape.replace("T", pick(TEXTS, random));
        alike.append("data: ").append(said).append("}\n\n");
        unlike.append("data: ").append(said).append(",\"n\":").append(n).append("}\n\n");
      }
      Facts shorter = read(alike);
      Facts longer = read(unlike);
      assertThat(shorter.events).as("seed %s, stream %s: %s", SEED, i, alike)
          .isEqualTo(longer.events);
      assertThat(shorter.complete).isEqualTo(longer.complete);
      assertThat(shorter.problems).isEqualTo(longer.problems);
      assertThat(shorter.usageOnly).isEqualTo(longer.usageOnly);
    }
  }

  @Test
  void aTextOfAnotherTypeOfEventIsNone() throws SseReader.Overflow {
    String chunk = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"T\"}}]}\n\n";
    Facts facts = Facts.ofStream(new ChatDecoder(),
        ("data: " + chunk + "data: " + chunk + "event: error\ndata: " + chunk)
            .getBytes(StandardCharsets.UTF_8),
        1_000);
    assertThat(facts.text).containsEntry(0, "TT");
    assertThat(facts.failed).isNotNull();
  }

  private static String chunk(Random random) {
    return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":" + random.nextInt(2)
        + ",\"delta\":" + pick(DELTAS, random) + pick(RESTS, random);
  }

  private static Facts read(StringBuilder stream) throws SseReader.Overflow {
    return Facts.ofStream(new ChatDecoder(), stream.toString().getBytes(StandardCharsets.UTF_8),
        10_000);
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
