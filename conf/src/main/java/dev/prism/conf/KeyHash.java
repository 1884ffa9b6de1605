package dev.prism.conf;

import dev.prism.exchange.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What is kept of an API key: `sha256:` and 64 hex digits. Keys are long and random, so a fast hash
/// gives nothing away.
///
/// @param hex 64 lower-case hex digits
public record KeyHash(String hex) {
  private static final String PREFIX = "sha256:";

  public KeyHash {
    if (hex.length() != 64
        || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      throw new IllegalArgumentException(
          "is not the hash of a key: write sha256: and 64 lower-case hex digits, as `./prism keys create` prints them");
    }
  }

  public static KeyHash of(Secret key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest(key.reveal().getBytes(StandardCharsets.UTF_8));
      return new KeyHash(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// @throws IllegalArgumentException if the text is not `sha256:` and 64 hex digits
  public static KeyHash parse(String text) {
    return new KeyHash(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "");
  }

  /// Whether the key has this hash, in a time that does not tell how much of it matched.
  public boolean matches(Secret key) {
    return MessageDigest.isEqual(hex.getBytes(StandardCharsets.US_ASCII),
        of(key).hex.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
