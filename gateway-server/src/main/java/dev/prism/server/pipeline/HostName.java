package dev.prism.server.pipeline;

/// The grammar of `Host`: a name or an IPv4 address, or an IPv6 address in brackets, and a port if need
/// be (RFC 3986, section 3.2, without user information and without percent-encoding).
final class HostName {
  private static final int MAX_CHARS = 260;
  private static final int MAX_PORT = 65_535;

  private HostName() {}

  static boolean isSound(String host) {
    if (host.isEmpty() || host.length() > MAX_CHARS) {
      return false;
    }
    int end = host.charAt(0) == '[' ? host.indexOf(']') + 1 : colon(host);
    return end > 0 && (host.charAt(0) == '[' ? isIpv6(host, end) : isName(host, end))
        && (end == host.length() || isPort(host, end));
  }

  private static int colon(String host) {
    int colon = host.indexOf(':');
    return colon < 0 ? host.length() : colon;
  }

  private static boolean isName(String host, int end) {
    for (int i = 0; i < end; i++) {
      char c = host.charAt(i);
      if (!isLetterOrDigit(c) && c != '.' && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String host, int end) {
    for (int i = 1; i < end - 1; i++) {
      char c = host.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return false;
      }
    }
    return end > 3;
  }

  private static boolean isPort(String host, int colon) {
    if (host.charAt(colon) != ':' || host.length() - colon > 6 || host.length() == colon + 1) {
      return false;
    }
    int port = 0;
    for (int i = colon + 1; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = port * 10 + c - '0';
    }
    return port <= MAX_PORT;
  }

  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
