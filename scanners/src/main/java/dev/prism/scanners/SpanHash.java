package dev.prism.scanners;

import java.security.SecureRandom;

/// Keyed hashes of matched text, so that an operator can tell that two findings are the same value
/// without anybody learning which. The key is drawn once per process and never leaves it. SipHash-2-4,
/// over UTF-16 units.
final class SpanHash {
  private static final long KEY0 = new SecureRandom().nextLong();
  private static final long KEY1 = new SecureRandom().nextLong();

  private long v0 = KEY0 ^ 0x736f6d6570736575L;
  private long v1 = KEY1 ^ 0x646f72616e646f6dL;
  private long v2 = KEY0 ^ 0x6c7967656e657261L;
  private long v3 = KEY1 ^ 0x7465646279746573L;

  private SpanHash() {}

  /// 16 hex digits for the span.
  static String of(String text, int start, int end) {
    SpanHash hash = new SpanHash();
    int at = start;
    for (; at + 4 <= end; at += 4) {
      hash.word(units(text, at, at + 4));
    }
    hash.word(units(text, at, end) | (((end - start) * 2L) << 56));
    hash.v2 ^= 0xff;
    hash.rounds(4);
    String hex = Long.toHexString(hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3);
    return "0".repeat(16 - hex.length()) + hex;
  }

  private void word(long word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }

  private static long units(String text, int from, int to) {
    long word = 0;
    for (int i = from; i < to; i++) {
      word |= (long) text.charAt(i) << (16 * (i - from));
    }
    return word;
  }
}
