package dev.prism.providers;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a provider allows as the id of a tool call. An id that conforms stays as it is; another becomes a
/// cleaned beginning and a digest of the whole, always the same one, so that call and result still match.
///
/// @param signs characters that are allowed beside letters and digits
/// @param least the fewest characters
/// @param most  the most characters
public record ToolIds(String signs, int least, int most) {
  public static final ToolIds ANTHROPIC = new ToolIds("_-", 1, 128);
  public static final ToolIds BEDROCK = new ToolIds("_.:-", 1, 64);
  public static final ToolIds OPENAI = new ToolIds("_.:-", 1, 64);
  private static final int DIGEST_CHARS = 10;

  /// The id as the provider takes it.
  public String fit(String id) {
    if (conforms(id)) {
      return id;
    }
    String digest = digest(id);
    if (most <= DIGEST_CHARS) {
      return digest.substring(0, most);
    }
    StringBuilder fitting = new StringBuilder(most);
    for (int i = 0; i < id.length() && fitting.length() < most - DIGEST_CHARS; i++) {
      if (allows(id.charAt(i))) {
        fitting.append(id.charAt(i));
      }
    }
    return fitting.append(digest, 0, DIGEST_CHARS).toString();
  }

  private boolean conforms(String id) {
    if (id.length() < least || id.length() > most) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (!allows(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean allows(char c) {
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9')
        || signs.indexOf(c) >= 0;
  }

  private static String digest(String id) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum, 0, DIGEST_CHARS / 2);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
