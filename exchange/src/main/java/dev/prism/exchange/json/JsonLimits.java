package dev.prism.exchange.json;

/// How much a document may ask of its reader.
///
/// @param depth      nested objects and arrays, 1 to 512
/// @param nameBytes  bytes of one member name
/// @param uniqueKeys whether an object with two members of the same name is refused
public record JsonLimits(int depth, int nameBytes, boolean uniqueKeys) {
  /// For what clients send: two readers must not be able to see two things in it.
  public static final JsonLimits REQUEST = new JsonLimits(64, 1024, true);
  /// For what providers send: their oddities are passed on.
  public static final JsonLimits REPLY = new JsonLimits(128, 65_536, false);
  /// Longer numbers are refused; no provider's field needs more than a double holds.
  static final int NUMBER_BYTES = 128;
  /// Larger exponents overflow a double.
  static final int EXPONENT = 308;
}
