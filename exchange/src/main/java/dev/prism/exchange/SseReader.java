package dev.prism.exchange;

import dev.prism.exchange.json.EightBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Cuts a server-sent event stream into events, however its bytes arrive: any split, any of the three
/// line ends, a byte-order mark, comments, fields that it does not know. It never decodes text, so a
/// split inside a UTF-8 character is harmless. One instance per stream.
///
/// An event is handed over together with its raw bytes (comments and blank line included), so that who
/// forwards it can forward exactly what came. The raw ranges of all events, in order, are the stream.
public final class SseReader {
  private final int maxEventBytes;
  private byte[] held = new byte[0];
  private int heldSize;
  /// How much of what is held has been looked at, so that no byte is scanned twice.
  private int scanned;
  private boolean lineEmpty = true;
  private boolean begun;
  private boolean skipLineFeed;

  /// Takes one event.
  public interface Handler {
    void event(SseEvent event);
  }

  /// The stream is refused: one event is larger than the limit.
  public static final class Overflow extends Exception {
    private static final long serialVersionUID = 1;

    Overflow(int limit) {
      super("one event is larger than " + limit + " bytes", null, false, false);
    }
  }

  /// @param maxEventBytes the largest event, in bytes, at least 1
  public SseReader(int maxEventBytes) {
    this.maxEventBytes = maxEventBytes;
  }

  /// Reads on; hands over each event that is complete now. The array is not kept.
  public void feed(byte[] bytes, int from, int to, Handler handler) throws Overflow {
    if (heldSize == 0) {
      hold(bytes, cut(bytes, from, from, to, handler), to);
      return;
    }
    hold(bytes, from, to);
    int size = heldSize;
    int rest = cut(held, 0, scanned, size, handler);
    System.arraycopy(held, rest, held, 0, size - rest);
    heldSize = size - rest;
    check(heldSize);
  }

  /// The stream has ended: what is left is an event too, when it has data.
  public void finish(Handler handler) {
    if (heldSize > 0) {
      emit(held, 0, heldSize, handler);
      heldSize = 0;
      scanned = 0;
    }
  }

  /// Bytes of an event that is not complete yet.
  public int pending() {
    return heldSize;
  }

  /// Hands over the complete events in `[from, to)`, of which `[from, scan)` holds no end of one;
  /// answers where the incomplete one begins.
  private int cut(byte[] b, int from, int scan, int to, Handler handler) throws Overflow {
    int eventStart = from;
    int p = scan;
    if (skipLineFeed && p < to) {
      skipLineFeed = false;
      p += b[p] == '\n' ? 1 : 0;
    }
    while (p < to) {
      int lineEnd = EightBytes.lineEnd(b, p, to);
      lineEmpty &= lineEnd == p;
      p = lineEnd;
      if (p == to) {
        break;
      }
      byte c = b[p];
      boolean lastIsReturn = c == '\r' && p + 1 == to;
      if (lastIsReturn && !lineEmpty) {
        break;
      }
      p += c == '\r' && p + 1 < to && b[p + 1] == '\n' ? 2 : 1;
      if (lineEmpty) {
        skipLineFeed = lastIsReturn;
        check(p - eventStart);
        emit(b, eventStart, p, handler);
        eventStart = p;
      }
      lineEmpty = true;
    }
    scanned = p - eventStart;
    return eventStart;
  }

  private void emit(byte[] b, int from, int to, Handler handler) {
    int start = from;
    if (!begun && to - from >= 3 && b[from] == (byte) 0xEF && b[from + 1] == (byte) 0xBB
        && b[from + 2] == (byte) 0xBF) {
      start = from + 3;
    }
    begun = true;
    SseEvent event = new SseEvent(b, from, to);
    int p = start;
    while (p < to) {
      int end = EightBytes.lineEnd(b, p, to);
      field(event, b, p, end);
      p = end + 1;
    }
    handler.event(event);
  }

  private static void field(SseEvent event, byte[] b, int from, int to) {
    int colon = from;
    while (colon < to && b[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, to);
    if (value < to && b[value] == ' ') {
      value++;
    }
    if (is(b, from, colon, "data")) {
      event.data(value, to);
    } else if (is(b, from, colon, "event")) {
      event.type(new String(b, value, to - value, StandardCharsets.UTF_8));
    } else if (is(b, from, colon, "error")) {
      event.errorField();
    }
  }

  private static boolean is(byte[] b, int from, int to, String name) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (b[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void hold(byte[] bytes, int from, int to) throws Overflow {
    int size = heldSize + to - from;
    if (heldSize == 0) {
      check(size);
    }
    if (size > held.length) {
      held = Arrays.copyOf(held, Math.max(size, Math.min(held.length * 2, maxEventBytes)));
    }
    System.arraycopy(bytes, from, held, heldSize, to - from);
    heldSize = size;
  }

  private void check(int size) throws Overflow {
    if (size > maxEventBytes) {
      throw new Overflow(maxEventBytes);
    }
  }
}
