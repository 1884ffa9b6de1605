package dev.prism.scanners;

import java.util.Locale;

/// What a character is that shows nothing by itself.
enum HiddenKind {
  VISIBLE, TAG, SELECTOR, SELECTOR_EXTRA, JOINER, BREAK, BOM, OVERRIDE, EMBEDDING, MARK, OPERATOR, FILLER, PRIVATE, ESCAPE, CONTROL, SOFT_HYPHEN;

  /// The type of a finding; it begins with `hidden_`.
  String type() {
    return "hidden_" + name().toLowerCase(Locale.ROOT);
  }

  static HiddenKind of(int point) {
    if (point < 0x80) {
      return ascii(point);
    }
    return switch (point) {
      case 0x00AD -> SOFT_HYPHEN;
      case 0x200C, 0x200D -> JOINER;
      case 0x200B -> BREAK;
      case 0xFEFF -> BOM;
      case 0x202D, 0x202E -> OVERRIDE;
      case 0x202A, 0x202B, 0x202C, 0x2066, 0x2067, 0x2068, 0x2069 -> EMBEDDING;
      case 0x200E, 0x200F, 0x061C -> MARK;
      case 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2065, 0x206A, 0x206B, 0x206C, 0x206D, 0x206E,
          0x206F, 0xFFF9, 0xFFFA, 0xFFFB, 0x180E, 0x034F ->
        OPERATOR;
      case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x17B4, 0x17B5 -> FILLER;
      default -> range(point);
    };
  }

  private static HiddenKind ascii(int point) {
    if (point == 0x1B) {
      return ESCAPE;
    }
    boolean control = (point < 0x20 && point != '\t' && point != '\n' && point != '\r'
        && point != '\f' && point != 0x0B) || point == 0x7F;
    return control ? CONTROL : VISIBLE;
  }

  private static HiddenKind range(int point) {
    if (point >= 0xE0000 && point <= 0xE007F) {
      return TAG;
    }
    if (point >= 0xFE00 && point <= 0xFE0F) {
      return SELECTOR;
    }
    if (point >= 0xE0100 && point <= 0xE01EF) {
      return SELECTOR_EXTRA;
    }
    return (point >= 0xE000 && point <= 0xF8FF) || point >= 0xF0000 ? PRIVATE : VISIBLE;
  }
}
