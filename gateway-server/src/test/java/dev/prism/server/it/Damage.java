package dev.prism.server.it;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages bytes at random, the same way for the same seed.
final class Damage {
  private static final String[] TOKENS = {"\r\n", "\n", "\r", ":", " ", "\t", "\0", "{", "}", "[",
      "]", "\"", "\\", ",", "null", "-1", "1e999", "%2e", "..", "//", "data:", "event:", "[DONE]",
      "content-length: 5", "transfer-encoding: chunked", "0", "ffffffff", "\uFEFF", "\u00e9", "- ",
      "&a", "*a", "!!", "a: "};

  private final Random random;

  Damage(Random random) {
    this.random = random;
  }

  /// One of them with up to eight changes: a token put in, a piece taken out or doubled, a byte changed, the rest
  /// cut off.
  byte[] of(List<String> seeds) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(8); i >= 0 && bytes.length > 1; i--) {
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + 1 + random.nextInt(16));
      bytes = switch (random.nextInt(5)) {
        case 0 -> joined(bytes, at,
            TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8), at);
        case 1 -> joined(bytes, at, new byte[0], to);
        case 2 -> joined(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
        case 3 -> joined(bytes, at, new byte[]{(byte) random.nextInt(256)}, at + 1);
        default -> random.nextInt(8) == 0 ? Arrays.copyOf(bytes, at) : bytes;
      };
    }
    return bytes;
  }

  /// The first `upTo` bytes, then `middle`, then all from `from` on.
  static byte[] joined(byte[] bytes, int upTo, byte[] middle, int from) {
    byte[] all = Arrays.copyOf(bytes, upTo + middle.length + bytes.length - from);
    System.arraycopy(middle, 0, all, upTo, middle.length);
    System.arraycopy(bytes, from, all, upTo + middle.length, bytes.length - from);
    return all;
  }
}
