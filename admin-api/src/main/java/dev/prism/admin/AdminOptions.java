package dev.prism.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Where the admin API listens and whom it knows.
///
/// @param port   0 for any free one
/// @param tokens none lets everyone in, on loopback only
public record AdminOptions(String host, int port, List<AdminToken> tokens) {
  /// @throws IllegalArgumentException if others than this machine could reach it without a token
  public AdminOptions {
    tokens = List.copyOf(tokens);
    if (tokens.isEmpty() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "the admin API needs tokens where it listens beyond loopback, on " + host);
    }
  }

  boolean onLoopback() {
    return isLoopback(host);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
