package dev.prism.store;

import java.io.IOException;

/// A sink could not keep some of the traces that it held back.
final class TracesLost extends IOException {
  private static final long serialVersionUID = 1;
  private final int count;

  /// @param count how many of those accepted since the last flush are lost
  TracesLost(int count, IOException cause) {
    super(cause.getMessage(), cause);
    this.count = count;
  }

  int count() {
    return count;
  }
}
