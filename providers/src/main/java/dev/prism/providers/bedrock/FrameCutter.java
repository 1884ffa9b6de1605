package dev.prism.providers.bedrock;

import dev.prism.exchange.SseEvent;
import dev.prism.exchange.SseReader;
import dev.prism.providers.EventCutter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/// Cuts AWS's event stream into frames: two lengths and their checksum, headers, payload, and a checksum
/// of it all. An event's type is its `:event-type`; of an exception it is `exception:` and the exception's
/// name. Both checksums are checked, since a frame that was cut wrongly is no longer one.
final class FrameCutter implements EventCutter {
  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;
  private static final int TEXT = 7;
  /// The bytes that values of the types 0 to 9 have; -1 where a length stands before them.
  private static final int[] SIZES = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};
  private final int maxEventBytes;
  private byte[] held = new byte[0];
  private int size;

  FrameCutter(int maxEventBytes) {
    this.maxEventBytes = maxEventBytes;
  }

  @Override
  public void feed(byte[] bytes, int from, int to, SseReader.Handler handler) throws Broken {
    if (size + (to - from) > held.length) {
      held = Arrays.copyOf(held, Math.max(size + to - from, Math.min(held.length * 2, 1 << 20)));
    }
    System.arraycopy(bytes, from, held, size, to - from);
    size += to - from;
    int at = 0;
    while (size - at >= PRELUDE) {
      int total = number(at);
      if (total < PRELUDE + CHECKSUM || total > maxEventBytes) {
        throw new Broken("a frame has an impossible length");
      }
      check(at, PRELUDE - CHECKSUM, "a frame's lengths fail their checksum");
      if (size - at < total) {
        break;
      }
      check(at, total - CHECKSUM, "a frame fails its checksum");
      frame(at, total, handler);
      at += total;
    }
    System.arraycopy(held, at, held, 0, size - at);
    size -= at;
  }

  private void check(int at, int length, String problem) throws Broken {
    CRC32 sum = new CRC32();
    sum.update(held, at, length);
    if ((int) sum.getValue() != number(at + length)) {
      throw new Broken(problem);
    }
  }

  private void frame(int at, int total, SseReader.Handler handler) throws Broken {
    int headers = number(at + 4);
    int payload = at + PRELUDE + headers;
    int end = at + total - CHECKSUM;
    if (headers < 0 || payload > end) {
      throw new Broken("a frame's headers are longer than the frame");
    }
    handler.event(SseEvent.of(type(at + PRELUDE, payload), held, payload, end));
  }

  private String type(int from, int to) throws Broken {
    String message = "";
    String name = "";
    int p = from;
    while (p < to) {
      int nameLength = held[p] & 0xFF;
      int valueAt = p + 1 + nameLength + 1;
      int kind = valueAt <= to ? held[valueAt - 1] : -1;
      if (kind < 0 || kind >= SIZES.length || (SIZES[kind] < 0 && valueAt + 2 > to)) {
        throw new Broken("a frame's headers cannot be read");
      }
      int length = SIZES[kind] >= 0
          ? SIZES[kind]
          : (held[valueAt] & 0xFF) << 8 | (held[valueAt + 1] & 0xFF);
      int start = SIZES[kind] >= 0 ? valueAt : valueAt + 2;
      if (start + length > to) {
        throw new Broken("a frame's headers cannot be read");
      }
      if (kind == TEXT) {
        String header = text(p + 1, nameLength);
        if (header.equals(":message-type")) {
          message = text(start, length);
        } else if (header.equals(":event-type") || header.equals(":exception-type")
            || header.equals(":error-code")) {
          name = text(start, length);
        }
      }
      p = start + length;
    }
    return message.equals("event") || message.isEmpty() ? name : "exception:" + name;
  }

  private String text(int from, int length) {
    return new String(held, from, length, StandardCharsets.UTF_8);
  }

  private int number(int at) {
    return (held[at] & 0xFF) << 24 | (held[at + 1] & 0xFF) << 16 | (held[at + 2] & 0xFF) << 8
        | (held[at + 3] & 0xFF);
  }

  @Override
  public void finish(SseReader.Handler handler) throws Broken {
    if (size > 0) {
      throw new Broken("the stream ended within a frame");
    }
  }
}
