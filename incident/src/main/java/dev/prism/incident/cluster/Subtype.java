package dev.prism.incident.cluster;

import java.util.List;

/// One kind of failure.
///
/// @param category   its category's key, such as `retrieval`
/// @param key        such as `empty_retrieval`
/// @param title      in a few words
/// @param signatures of causes that are this kind; a `*` at the end stands for anything
/// @param terms      words of texts and explanations that speak for it
/// @param rubrics    that it fails, when no word speaks for anything
/// @param advice     what to do first
record Subtype(
    String category,
    String key,
    String title,
    List<String> signatures,
    List<String> terms,
    List<String> rubrics,
    String advice) {
  Subtype {
    if (key.isBlank() || title.isBlank() || advice.isBlank()) {
      throw new IllegalArgumentException("a kind of failure has a key, a title and an advice");
    }
    signatures = List.copyOf(signatures);
    terms = List.copyOf(terms);
    rubrics = List.copyOf(rubrics);
  }

  boolean isSignature(String signature) {
    return signatures.stream()
        .anyMatch(pattern -> pattern.endsWith("*")
            ? signature.startsWith(pattern.substring(0, pattern.length() - 1))
            : signature.equals(pattern));
  }
}
