package dev.prism.incident.detect;

/// Whether this node is the one of the fleet that detects. At most one is, at any time.
public interface Leadership extends AutoCloseable {
  /// Asks for it if nobody has it. May block.
  boolean isLeader();

  /// Gives it up.
  @Override
  void close();
}
