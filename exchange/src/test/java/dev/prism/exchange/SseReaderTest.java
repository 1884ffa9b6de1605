package dev.prism.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.exchange.SseStreams.Event;
import dev.prism.exchange.SseStreams.Seen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SseReaderTest {
  @Test
  void readsDataAndType() throws SseReader.Overflow {
    assertEvents("data: a\n\n", event("a"));
    assertEvents("data:a\n\ndata:  b\n\n", event("a"), event(" b"));
    assertEvents("event: x\ndata: a\n\ndata: b\n\n", new Event("x", "a"), event("b"));
    assertEvents("data: a\ndata: b\ndata:\n\n", event("a\nb\n"));
    assertEvents("data\n\n", event(""));
    assertEvents("data: {\"a\":\n\n", event("{\"a\":"));
    assertEvents("data: €𝄞\n\n", event("€𝄞"));
  }

  @Test
  void passesOverWhatIsNoEvent() throws SseReader.Overflow {
    assertEvents(": comment\n\nevent: x\n\nid: 1\nretry: 5\n\ndata: a\nfoo: bar\nDATA: b\n\n",
        event("a"));
    assertEvents("\n\n\n\ndata: a\n\n", event("a"));
    assertEvents(": OPENROUTER PROCESSING\n\ndata: a\n: inside\ndata: b\n\n", event("a\nb"));
  }

  @Test
  void allThreeLineEndsAndAByteOrderMarkAreKnown() throws SseReader.Overflow {
    assertEvents("data: a\r\n\r\ndata: b\r\rdata: c\n\n", event("a"), event("b"), event("c"));
    assertEvents("data: a\r\ndata: b\r\n\r\n", event("a\nb"));
    assertEvents("data: a\n\r\ndata: b\r\n\n", event("a"), event("b"));
    assertEvents("\uFEFFdata: a\n\n\uFEFFdata: b\n\n", event("a"));
    assertEvents("\uFEFF: hello\r\n\r\ndata: a\r\n\r\n", event("a"));
  }

  @Test
  void theLastEventCountsWithoutItsBlankLine() throws SseReader.Overflow {
    assertEvents("data: a\n\ndata: b", event("a"), event("b"));
    assertEvents("data: a\n\ndata: b\r", event("a"), event("b"));
    assertEvents("data: [DONE]\n", event("[DONE]"));
  }

  @Test
  void theFieldNamedErrorIsNoticed() throws SseReader.Overflow {
    List<Boolean> errors = new ArrayList<>();
    byte[] stream = "error: {\"a\":1}\n\ndata: error:\n\n".getBytes(StandardCharsets.UTF_8);
    new SseReader(1024).feed(stream, 0, stream.length, event -> errors.add(event.hasErrorField()));

    assertThat(errors).containsExactly(true, false);
  }

  @Test
  void doneIsDoneWithASpaceBehindIt() throws SseReader.Overflow {
    List<Boolean> done = new ArrayList<>();
    byte[] stream = "data: [DONE] \n\ndata: [DONE]\n\ndata: [DONE]x\n\ndata: \"[DONE]\"\n\n"
        .getBytes(StandardCharsets.UTF_8);
    new SseReader(1024).feed(stream, 0, stream.length, event -> done.add(event.dataIs("[DONE]")));

    assertThat(done).containsExactly(true, true, false, false);
  }

  @Test
  void anEventIsHandedOverAsSoonAsItsBlankLineBegins() throws SseReader.Overflow {
    SseReader reader = new SseReader(1024);
    List<String> seen = new ArrayList<>();
    byte[] stream = "data: a\r\n\r\ndata: b\n\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < stream.length; i++) {
      reader.feed(stream, i, i + 1, event -> seen.add(event.type()));
      assertThat(seen).as("after byte %d", i).hasSize(i < 9 ? 0 : i < stream.length - 1 ? 1 : 2);
    }
    assertThat(reader.pending()).isZero();
  }

  @Test
  void anEventLargerThanTheLimitIsRefusedInEveryCut() {
    byte[] large = ("data: " + "a".repeat(200) + "\n\n").getBytes(StandardCharsets.UTF_8);
    for (int piece = 1; piece <= large.length; piece++) {
      int size = piece;
      assertThatThrownBy(() -> {
        SseReader reader = new SseReader(100);
        for (int from = 0; from < large.length; from += size) {
          reader.feed(large, from, Math.min(large.length, from + size), _ -> {});
        }
      }).as("in pieces of %d", piece).isInstanceOf(SseReader.Overflow.class);
    }
  }

  @Test
  void manySmallEventsAreNoLargeOne() throws SseReader.Overflow {
    byte[] small = "data: a\n\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    SseReader reader = new SseReader(16);
    List<String> seen = new ArrayList<>();
    for (int from = 0; from < small.length; from += 50) {
      reader.feed(small, from, Math.min(small.length, from + 50), event -> seen.add(event.type()));
    }
    assertThat(seen).hasSize(1000);
  }

  @Test
  void anyCutOfAnyStreamGivesTheSameEvents() throws SseReader.Overflow {
    String[] parts = {"data: a", "data:", "data", ": c", "event: x", "id: 7", "error: e", "\n",
        "\r", "\r\n", "\n\n", "\r\n\r\n", "\r\r", "é", "𝄞", "\uFEFF", " ", ":"};
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      assertSameInEveryCut("seed " + seed, text.toString().getBytes(StandardCharsets.UTF_8),
          random);
    }
  }

  static Seen assertSameInEveryCut(String name, byte[] stream, Random random)
      throws SseReader.Overflow {
    Seen whole = SseStreams.read(stream, new int[0]);
    assertThat(whole.raw()).as(name).isEqualTo(new String(stream, StandardCharsets.ISO_8859_1));
    assertThat(SseStreams.read(stream, SseStreams.everyByte(stream))).as("%s by byte", name)
        .isEqualTo(whole);
    for (int cut = 0; cut < stream.length && cut < 500; cut++) {
      assertThat(SseStreams.read(stream, new int[]{cut})).as("%s cut at %d", name, cut)
          .isEqualTo(whole);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(SseStreams.read(stream, SseStreams.random(stream, random)))
          .as("%s, cut number %d", name, i)
          .isEqualTo(whole);
    }
    return whole;
  }

  private static Event event(String data) {
    return new Event("", data);
  }

  private static void assertEvents(String stream, Event... events) throws SseReader.Overflow {
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    Seen seen = assertSameInEveryCut(stream, bytes, new Random(1));

    assertThat(seen.events()).containsExactly(events);
  }
}
