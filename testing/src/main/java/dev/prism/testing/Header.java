package dev.prism.testing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One header field as it stood on the wire.
public record Header(String name, String value) {
  public boolean is(String that) {
    return name.toLowerCase(Locale.ROOT).equals(that.toLowerCase(Locale.ROOT));
  }

  /// The value of the first field of that name, whatever its case.
  public static Optional<String> first(List<Header> headers, String name) {
    return headers.stream().filter(header -> header.is(name)).map(Header::value).findFirst();
  }

  /// Reads `name: value`; the value is trimmed.
  static Header parse(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      return new Header(line, "");
    }
    return new Header(line.substring(0, colon), line.substring(colon + 1).strip());
  }
}
