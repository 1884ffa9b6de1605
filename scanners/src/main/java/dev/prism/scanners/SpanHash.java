package dev.prism.scanners;

import java.security.SecureRandom;

/// Keyed hashes of matched text, so that an operator can tell that two findings are the same value
/// without anybody learning which. The key is drawn once per process and never leaves it.
final class SpanHash {
  private static final long KEY0 = new SecureRandom().nextLong();
  private static final long KEY1 = new SecureRandom().nextLong();

  private SpanHash() {}

  /// 16 hex digits: SipHash-2-4 over the span's UTF-16 units.
  static String of(String text, int start, int end) {
    long v0 = KEY0 ^ 0x736f6d6570736575L;
    long v1 = KEY1 ^ 0x646f72616e646f6dL;
    long v2 = KEY0 ^ 0x6c7967656e657261L;
    long v3 = KEY1 ^ 0x7465646279746573L;
    int words = (end - start + 3) / 4 + 1;
    for (int w = 0; w < words; w++) {
      long word = w == words - 1 ? (long) (end - start) * 2 << 56 : word(text, start + w * 4, end);
      v3 ^= word;
      int rounds = w == words - 1 ? 6 : 2;
      for (int r = 0; r < rounds; r++) {
        if (r == 2) {
          v0 ^= word;
          v2 ^= 0xff;
        }
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
      if (rounds == 2) {
        v0 ^= word;
      }
    }
    String hex = Long.toHexString(v0 ^ v1 ^ v2 ^ v3);
    return "0".repeat(16 - hex.length()) + hex;
  }

  private static long word(String text, int from, int end) {
    long word = 0;
    for (int i = 0; i < 4 && from + i < end; i++) {
      word |= (long) text.charAt(from + i) << (16 * i);
    }
    return word;
  }
}
