package dev.prism.exchange.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks through text eight bytes at a time, since most of a request is prose.
final class EightBytes {
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private EightBytes() {}

  /// The first byte in `[from, end)` that is a quote, a backslash, a control or not ASCII; `end` without.
  static int notPlain(byte[] b, int from, int end) {
    int p = from;
    while (p + 8 <= end) {
      long word = (long) LONGS.get(b, p);
      long hit = (zero(word ^ (ONES * '"')) | zero(word ^ (ONES * '\\')) | (word - ONES * 0x20)
          | word) & HIGHS;
      if (hit != 0) {
        return p + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
      p += 8;
    }
    while (p < end && b[p] >= 0x20 && b[p] != '"' && b[p] != '\\') {
      p++;
    }
    return p;
  }

  /// The first byte in `[from, end)` that is a quote or a backslash; `end`, or beyond, without.
  static int quoteOrSlash(byte[] b, int from, int end) {
    int p = from;
    while (p + 8 <= end) {
      long word = (long) LONGS.get(b, p);
      long hit = (zero(word ^ (ONES * '"')) | zero(word ^ (ONES * '\\'))) & HIGHS;
      if (hit != 0) {
        return p + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
      p += 8;
    }
    while (p < end && b[p] != '"' && b[p] != '\\') {
      p++;
    }
    return p;
  }

  /// Marks each byte that is zero by its high bit; bytes above a marked one may be marked too.
  private static long zero(long word) {
    return (word - ONES) & ~word;
  }
}
