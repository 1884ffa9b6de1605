package dev.prism.scanners;

/// Where a rail stands.
public enum Stage {
  INPUT, RETRIEVAL, OUTPUT;

  /// The name in configuration, headers and traces.
  public String label() {
    return switch (this) {
      case INPUT -> "input";
      case RETRIEVAL -> "retrieval";
      case OUTPUT -> "output";
    };
  }

  /// Whether a rail here looks at this kind of text. The input rail looks at everything that a client
  /// sends, retrieved text included; the retrieval rail at nothing else, and at each chunk by itself.
  public boolean covers(Segment segment) {
    return this == RETRIEVAL
        ? segment.kind().isRetrieved() && !segment.cut()
        : segment.parent() < 0;
  }
}
