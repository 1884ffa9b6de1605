package dev.prism.server.pipeline;

import java.util.List;

/// Says which fields of a request were left out, or would have been. The names may be the client's own, so
/// what cannot stand in a header is written as `?`, and there may be many, so the rest is counted.
final class DroppedParams {
  /// In characters, of all names together.
  private static final int MOST = 440;
  /// Of one name.
  private static final int LONGEST = 64;

  private DroppedParams() {}

  /// @param names at least one
  static String text(List<String> names) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      String name = printable(names.get(i));
      if (text.length() + name.length() + 2 > MOST) {
        return text.append(", and ").append(names.size() - i).append(" more").toString();
      }
      text.append(i == 0 ? "" : ", ").append(name);
    }
    return text.toString();
  }

  private static String printable(String name) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < Math.min(name.length(), LONGEST); i++) {
      char c = name.charAt(i);
      printable.append(GatewayHeaders.isPrintable(c) && c != ',' ? c : '?');
    }
    return printable.append(name.isEmpty() ? "?" : name.length() > LONGEST ? "..." : "").toString();
  }
}
