package dev.prism.providers;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// Ids of answers in a client's dialect: the provider's own with the dialect's prefix, or a fresh one where
/// the provider gives none, as Bedrock does.
public final class AnswerIds {
  private AnswerIds() {}

  /// Sixteen hex digits that no other answer has.
  public static String fresh() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /// The provider's id without `prefix`, `otherwise` when it is empty.
  public static String bare(String id, String prefix, String otherwise) {
    return id.isEmpty() ? otherwise : id.startsWith(prefix) ? id.substring(prefix.length()) : id;
  }
}
