package dev.prism.store;

import java.io.IOException;

/// The database cannot be reached or does not take a change. A read gave nothing; a change was not
/// acknowledged, and whoever asked for it must be told so.
public final class StoreUnavailable extends IOException {
  private static final long serialVersionUID = 1;

  StoreUnavailable(String message) {
    super(message);
  }

  StoreUnavailable(Throwable cause) {
    super("the store is not available: " + reason(cause), cause);
  }

  /// The innermost message, in one line.
  static String reason(Throwable failure) {
    Throwable inner = failure;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    String message = inner.getMessage();
    String text = message == null ? inner.getClass().getSimpleName() : message;
    return text.lines().findFirst().orElse("");
  }
}
