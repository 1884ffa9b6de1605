package dev.prism.server.pipeline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The SHA-256 of an API key, as a value that a map can hold.
record KeyHash256(long a, long b, long c, long d) {
  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal
      .withInitial(KeyHash256::sha256);
  private static final int ID_CHARS = 12;

  static KeyHash256 ofKey(String key) {
    return ofDigest(DIGEST.get().digest(key.getBytes(StandardCharsets.UTF_8)));
  }

  /// @param hex 64 hex digits
  static KeyHash256 ofHex(String hex) {
    return ofDigest(HexFormat.of().parseHex(hex));
  }

  private static KeyHash256 ofDigest(byte[] digest) {
    ByteBuffer longs = ByteBuffer.wrap(digest);
    return new KeyHash256(longs.getLong(), longs.getLong(), longs.getLong(), longs.getLong());
  }

  /// Takes the same time whatever differs.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyHash256 that
        && ((a ^ that.a) | (b ^ that.b) | (c ^ that.c) | (d ^ that.d)) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }

  /// Names the key in logs and traces without giving it away.
  String id() {
    return HexFormat.of().toHexDigits(a).substring(0, ID_CHARS);
  }

  String hex() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException problem) {
      throw new IllegalStateException("every JDK has SHA-256", problem);
    }
  }
}
