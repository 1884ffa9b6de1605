package dev.prism.exchange.chat;

import org.jspecify.annotations.Nullable;

/// The form of the answer.
public sealed interface OutputFormat {
  /// Any text.
  record Plain() implements OutputFormat {}

  /// Some JSON object.
  record Json() implements OutputFormat {}

  /// JSON that matches a schema.
  ///
  /// @param schema      a JSON object
  /// @param description what the answer is for; null when the client does not say
  record Schema(String name, @Nullable String description, String schema, @Nullable Boolean strict)
      implements
        OutputFormat {}

  OutputFormat PLAIN = new Plain();
}
