package dev.prism.exchange.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks through text eight bytes at a time, since most of a request is prose.
public final class EightBytes {
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private EightBytes() {}

  /// The first byte in `[from, end)` that is a quote, a backslash, a control or not ASCII; `end` without.
  public static int notPlain(byte[] b, int from, int end) {
    int p = from;
    while (p + 16 <= end) {
      long first = marked((long) LONGS.get(b, p));
      long second = marked((long) LONGS.get(b, p + 8));
      if ((first | second) != 0) {
        return first != 0 ? p + place(first) : p + 8 + place(second);
      }
      p += 16;
    }
    if (p + 8 <= end) {
      long hit = marked((long) LONGS.get(b, p));
      if (hit != 0) {
        return p + place(hit);
      }
      p += 8;
    }
    while (p < end && isPlain(b[p])) {
      p++;
    }
    return p;
  }

  /// Copies `b[from, end)` up to its first byte that [#notPlain] stops at, and says where that is. What
  /// stands in `into` behind the copy may change as well, as far as `end - from` bytes of it.
  static int copyPlain(byte[] b, int from, int end, byte[] into, int at) {
    return copy(b, from, end, into, at, true);
  }

  /// As [#copyPlain], but up to the first backslash.
  static int copyToSlash(byte[] b, int from, int end, byte[] into, int at) {
    return copy(b, from, end, into, at, false);
  }

  /// @param plain whether anything that is not plain stops it; compiled into each of its two callers
  private static int copy(byte[] b, int from, int end, byte[] into, int at, boolean plain) {
    int p = from;
    int shift = at - from;
    while (p + 8 <= end) {
      long word = (long) LONGS.get(b, p);
      LONGS.set(into, p + shift, word);
      long hit = plain ? marked(word) : zero(word ^ (ONES * '\\')) & HIGHS;
      if (hit != 0) {
        return p + place(hit);
      }
      p += 8;
    }
    while (p < end && (plain ? isPlain(b[p]) : b[p] != '\\')) {
      into[p + shift] = b[p];
      p++;
    }
    return p;
  }

  private static boolean isPlain(byte one) {
    return one >= 0x20 && one != '"' && one != '\\';
  }

  /// Marks what is not plain by its high bit; bytes above a marked one may be marked too. With bit 1
  /// turned, the quote is the space and the controls are the controls, so that one comparison finds both.
  private static long marked(long word) {
    return (((word ^ ONES * 2) - ONES * 0x21) | ((word ^ ONES * '\\') - ONES) | word) & HIGHS;
  }

  private static int place(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  /// The first byte in `[from, end)` that is a line feed or a carriage return; `end` without.
  public static int lineEnd(byte[] b, int from, int end) {
    return either(b, from, end, '\n', '\r');
  }

  /// The first byte in `[from, end)` that is a quote or a backslash; `end`, or beyond, without.
  static int quoteOrSlash(byte[] b, int from, int end) {
    return either(b, from, end, '"', '\\');
  }

  private static int either(byte[] b, int from, int end, char one, char other) {
    int p = from;
    while (p + 8 <= end) {
      long word = (long) LONGS.get(b, p);
      long hit = (zero(word ^ (ONES * one)) | zero(word ^ (ONES * other))) & HIGHS;
      if (hit != 0) {
        return p + place(hit);
      }
      p += 8;
    }
    while (p < end && b[p] != one && b[p] != other) {
      p++;
    }
    return p;
  }

  /// Marks each byte that is zero by its high bit; bytes above a marked one may be marked too.
  private static long zero(long word) {
    return (word - ONES) & ~word;
  }
}
