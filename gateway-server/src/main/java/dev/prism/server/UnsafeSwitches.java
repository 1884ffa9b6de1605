package dev.prism.server;

import java.util.List;
import java.util.Properties;

/// System properties that would make the HTTP codec take what it must refuse. With one of them set the gateway
/// does not start.
final class UnsafeSwitches {
  private static final List<String> MUST_BE_TRUE = List.of(
      "io.netty.handler.codec.http.defaultStrictLineParsing",
      "io.netty.handler.codec.http.rfc9112TransferEncoding");

  private UnsafeSwitches() {}

  /// @throws IllegalStateException naming the property and what to do
  static void check(Properties properties) {
    for (String name : MUST_BE_TRUE) {
      String value = properties.getProperty(name);
      if (value != null && !value.isBlank() && !value.trim().equalsIgnoreCase("true")) {
        throw new IllegalStateException("-D" + name + "=" + value
            + " lets requests be smuggled past the gateway; start without it");
      }
    }
  }
}
