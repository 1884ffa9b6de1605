package dev.prism.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Feeds a stream to a reader in any cut, and keeps what came out.
final class SseStreams {
  private SseStreams() {}

  record Event(String type, String data) {}

  /// The events with data, and the raw bytes of all events one behind the other.
  record Seen(List<Event> events, String raw) {}

  static Seen read(byte[] stream, int[] cuts) throws SseReader.Overflow {
    SseReader reader = new SseReader(1 << 20);
    List<Event> events = new ArrayList<>();
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    SseReader.Handler handler = event -> {
      raw.write(event.raw(), event.rawStart(), event.rawEnd() - event.rawStart());
      if (event.hasData()) {
        events.add(new Event(event.type(), new String(event.data(), event.dataStart(),
            event.dataEnd() - event.dataStart(), StandardCharsets.UTF_8)));
      }
    };
    int from = 0;
    for (int cut : cuts) {
      feed(reader, stream, from, cut, handler);
      from = cut;
    }
    feed(reader, stream, from, stream.length, handler);
    reader.finish(handler);
    return new Seen(events, raw.toString(StandardCharsets.ISO_8859_1));
  }

  static int[] everyByte(byte[] stream) {
    int[] cuts = new int[stream.length];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = i;
    }
    return cuts;
  }

  static int[] random(byte[] stream, Random random) {
    return random.ints(random.nextInt(8), 0, stream.length + 1).sorted().toArray();
  }

  /// A copy of the piece with other bytes around it, which the reader must not look at or keep.
  private static void feed(SseReader reader, byte[] stream, int from, int to,
      SseReader.Handler handler) throws SseReader.Overflow {
    byte[] piece = new byte[to - from + 4];
    piece[0] = '\n';
    piece[1] = '\n';
    System.arraycopy(stream, from, piece, 2, to - from);
    piece[to - from + 2] = '\n';
    piece[to - from + 3] = '\n';
    reader.feed(piece, 2, to - from + 2, handler);
    Arrays.fill(piece, (byte) '!');
  }
}
