package dev.prism.conf;

/// What a TCP port to listen on may be.
final class Ports {
  private Ports() {}

  static void check(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be between 0 (any free one) and 65535");
    }
  }
}
