package dev.prism.store;

import dev.prism.exchange.json.JsonText;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON being written into a growing byte array, without white space. Puts the commas itself; the
/// caller sees to it that what opens is closed. Reusable; one thread.
final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  /// For each byte: 0 when it stands for itself in a string, `u` for a four-digit one, else its short escape.
  private static final byte[] ESCAPES = JsonText.escapes();
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final int LONGEST_NUMBER = 20;
  /// Bytes of a string for which room is made at once, and what one of them can grow to.
  private static final int PIECE = 4096;
  private static final int LONGEST_ESCAPE = 6;
  /// Characters of a string up to which it is looked at one by one.
  private static final int SHORT = 64;

  private byte[] bytes;
  private int size;

  JsonBytes(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  /// Forgets what was written after `mark`.
  void cutTo(int mark) {
    size = mark;
  }

  /// Empties it; an array that has grown beyond `most` bytes is given back.
  void clear(int most) {
    size = 0;
    if (bytes.length > most) {
      bytes = new byte[most];
    }
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void writeTo(WritableByteChannel channel) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes, 0, size);
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }

  void open(char bracket) {
    separate();
    put(bracket);
  }

  void close(char bracket) {
    put(bracket);
  }

  void endLine() {
    put('\n');
  }

  /// A member's name; it needs no escape.
  JsonBytes name(String name) {
    separate();
    room(name.length() + 3);
    put('"');
    for (int i = 0; i < name.length(); i++) {
      bytes[size++] = (byte) name.charAt(i);
    }
    put('"');
    put(':');
    return this;
  }

  /// A lone surrogate becomes a question mark.
  void string(String text) {
    if (text.length() <= SHORT && isPlain(text)) {
      separate();
      room(text.length() + 2);
      put('"');
      ascii(text);
      put('"');
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    string(utf8, utf8.length);
  }

  /// Whether every character stands for itself and takes one byte. Most members of a trace are so, and are
  /// written without an array of their own.
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ESCAPES.length || ESCAPES[c] != 0) {
        return false;
      }
    }
    return true;
  }

  /// The text `utf8[0, length)`.
  void string(byte[] utf8, int length) {
    separate();
    put('"');
    for (int from = 0; from < length; from += PIECE) {
      piece(utf8, from, Math.min(from + PIECE, length));
    }
    put('"');
  }

  /// Eight bytes at a time where they stand for themselves, else one by one.
  private void piece(byte[] utf8, int from, int to) {
    room((to - from) * LONGEST_ESCAPE);
    byte[] out = bytes;
    int at = size;
    int i = from;
    while (i < to) {
      if (i + Long.BYTES <= to) {
        long eight = (long) LONGS.get(utf8, i);
        if (isPlain(eight)) {
          LONGS.set(out, at, eight);
          at += Long.BYTES;
          i += Long.BYTES;
          continue;
        }
      }
      for (int stop = Math.min(i + Long.BYTES, to); i < stop; i++) {
        byte b = utf8[i];
        if (b < 0 || ESCAPES[b] == 0) {
          out[at++] = b;
        } else {
          at = escape(out, at, b);
        }
      }
    }
    size = at;
  }

  /// Whether none of the eight bytes is a quote, a backslash or a control character. A byte above one
  /// of these may be taken for one, which costs time only.
  private static boolean isPlain(long eight) {
    long quote = eight ^ ONES * '"';
    long slash = eight ^ ONES * '\\';
    long quotes = (quote - ONES) & ~quote;
    long slashes = (slash - ONES) & ~slash;
    long controls = (eight - ONES * ' ') & ~eight;
    return ((quotes | slashes | controls) & HIGHS) == 0;
  }

  /// What comes next is the value of the string before.
  void colon() {
    put(':');
  }

  void number(long value) {
    separate();
    room(LONGEST_NUMBER);
    if (value < 0) {
      ascii(Long.toString(value));
      return;
    }
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int at = size + digits; at > size; rest /= 10) {
      bytes[--at] = (byte) ('0' + rest % 10);
    }
    size += digits;
  }

  void bool(boolean value) {
    raw(value ? "true" : "false");
  }

  /// ASCII text that is JSON already.
  void raw(String json) {
    separate();
    ascii(json);
  }

  /// Text that is JSON already.
  void json(String json) {
    separate();
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  private void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  /// A comma, unless a container, a name or a line begins here.
  private void separate() {
    byte last = size == 0 ? (byte) '\n' : bytes[size - 1];
    if (last != '{' && last != '[' && last != ':' && last != '\n') {
      put(',');
    }
  }

  private static int escape(byte[] out, int from, byte b) {
    int at = from;
    out[at++] = '\\';
    out[at++] = ESCAPES[b];
    if (ESCAPES[b] == 'u') {
      out[at++] = '0';
      out[at++] = '0';
      out[at++] = HEX[b >> 4];
      out[at++] = HEX[b & 15];
    }
    return at;
  }

  private void put(char c) {
    room(1);
    bytes[size++] = (byte) c;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}
