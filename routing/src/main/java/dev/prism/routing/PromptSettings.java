package dev.prism.routing;

/// One version of a prompt. Versions never change: a new text is a new version.
///
/// @param system the text, with `{{variables}}` from the request's metadata, at most 1 MiB of characters
public record PromptSettings(String system) {
  private static final int LIMIT = 1 << 20;

  public PromptSettings {
    if (system.isBlank() || system.length() > LIMIT) {
      throw new IllegalArgumentException("system must hold 1 to " + LIMIT + " characters");
    }
  }
}
