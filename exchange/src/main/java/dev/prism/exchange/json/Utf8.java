package dev.prism.exchange.json;

/// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF.
final class Utf8 {
  private Utf8() {}

  /// The length in bytes of the non-ASCII sequence at `p`, 0 when it is not valid or cut off.
  static int sequence(byte[] b, int p, int end) {
    int lead = b[p] & 0xFF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      return continues(b, p + 1, end, 0x80, 0xBF) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      int low = lead == 0xE0 ? 0xA0 : 0x80;
      int high = lead == 0xED ? 0x9F : 0xBF;
      return continues(b, p + 1, end, low, high) && continues(b, p + 2, end, 0x80, 0xBF) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      int low = lead == 0xF0 ? 0x90 : 0x80;
      int high = lead == 0xF4 ? 0x8F : 0xBF;
      return continues(b, p + 1, end, low, high) && continues(b, p + 2, end, 0x80, 0xBF)
          && continues(b, p + 3, end, 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
  }

  private static boolean continues(byte[] b, int p, int end, int low, int high) {
    return p < end && (b[p] & 0xFF) >= low && (b[p] & 0xFF) <= high;
  }
}
