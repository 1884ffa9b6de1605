package dev.prism.scanners;

import java.util.List;

/// Common words of some languages, which steady the language model on short texts.
public final class LanguageWords {
  private LanguageWords() {}

  /// Lines of a language code, a blank, and words.
  public static List<String> lines() {
    return Resources.lines("language-words.txt")
        .stream()
        .filter(line -> line.length() > 3 && !line.startsWith("#"))
        .toList();
  }
}
