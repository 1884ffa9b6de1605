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
  /// @param schema a JSON object
  record Schema(String name, String schema, @Nullable Boolean strict) implements OutputFormat {}

  OutputFormat PLAIN = new Plain();
}
