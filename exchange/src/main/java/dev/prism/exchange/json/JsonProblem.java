package dev.prism.exchange.json;

/// The bytes are not the JSON that was wanted. Carries no stack trace: bad input is ordinary.
public final class JsonProblem extends Exception {
  private static final long serialVersionUID = 1;
  private final int offset;

  JsonProblem(int offset, String message) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /// Where in the document, in bytes from its start.
  public int offset() {
    return offset;
  }

  /// What is wrong and where; never a part of the document.
  public String describe() {
    return getMessage() + " at byte " + offset;
  }
}
