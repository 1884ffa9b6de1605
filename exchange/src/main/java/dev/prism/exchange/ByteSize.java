package dev.prism.exchange;

/// An amount of bytes as a person writes it: `32MiB`, `10KB`, `512`.
///
/// @param bytes never negative
public record ByteSize(long bytes) {
  private static final String[] UNITS = {"GiB", "MiB", "KiB", "GB", "MB", "KB", "B"};
  private static final long[] FACTORS = {1L << 30, 1L << 20, 1L << 10, 1_000_000_000, 1_000_000,
      1_000, 1};

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is negative: " + bytes);
    }
  }

  public static ByteSize ofKibibytes(long kibibytes) {
    return new ByteSize(Math.multiplyExact(kibibytes, 1L << 10));
  }

  public static ByteSize ofMebibytes(long mebibytes) {
    return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /// Reads a whole number and a unit (`B`, `KB`, `MB`, `GB`, `KiB`, `MiB`, `GiB`; none means bytes).
  ///
  /// @throws IllegalArgumentException if the text is not a size or is out of a long's range
  public static ByteSize parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    String unit = text.substring(digits).strip();
    if (digits > 0 && digits <= 18) {
      long number = Long.parseLong(text.substring(0, digits));
      if (unit.isEmpty()) {
        return new ByteSize(number);
      }
      for (int i = 0; i < UNITS.length; i++) {
        if (unit.equalsIgnoreCase(UNITS[i]) && number <= Long.MAX_VALUE / FACTORS[i]) {
          return new ByteSize(number * FACTORS[i]);
        }
      }
    }
    throw new IllegalArgumentException("is not a size in bytes, such as 32MiB or 512KB");
  }

  /// The size as an int.
  ///
  /// @throws ArithmeticException if it is 2 GiB or more
  public int intBytes() {
    return Math.toIntExact(bytes);
  }

  /// The shortest exact form: `32MiB`, `10KB`, `1500B`.
  @Override
  public String toString() {
    for (int i = 0; i < UNITS.length; i++) {
      if (bytes != 0 && bytes % FACTORS[i] == 0) {
        return bytes / FACTORS[i] + UNITS[i];
      }
    }
    return bytes + "B";
  }
}
