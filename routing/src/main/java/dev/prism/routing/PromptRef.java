package dev.prism.routing;

/// Names one version of one prompt: `refund@12`.
record PromptRef(String name, String version) {
  /// @throws IllegalArgumentException if the text has no name or no version
  static PromptRef parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 1 || at == text.length() - 1) {
      throw new IllegalArgumentException(
          "prompt must be written name@version, such as refund@12, not \"" + text + "\"");
    }
    return new PromptRef(text.substring(0, at), text.substring(at + 1));
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
