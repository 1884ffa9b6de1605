package dev.prism.scanners.text;

import java.text.Normalizer;
import java.util.Arrays;

/// What each UTF-16 unit is folded to, and which class it is of: two tables, so that reading a text
/// costs two loads per unit. Folding keeps the length: case, full width, accents and look-alikes go, and
/// every offset stays what it was.
public final class Folding {
  /// Classes of a unit; a unit has exactly one.
  public static final byte OTHER = 0;
  public static final byte LETTER = 1;
  public static final byte DIGIT = 2;
  public static final byte SPACE = 3;
  public static final byte HIDDEN = 4;
  public static final byte SURROGATE = 5;
  public static final byte CONTROL = 6;

  private static final char[] FOLD = new char[1 << 16];
  private static final byte[] CLASS = new byte[1 << 16];
  /// Pairs: a letter of another script, and the Latin letter that it looks like.
  private static final String LOOK_ALIKES = "аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwвbкkмmнhтtгrззАaВbЕeКkМmНhОoРpСcТtУyХx"
      + "ІiЈjЅsοoαaνvρpιiκkτtυuχxγyηnωwΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧx"
      + "ɑaɡgɩiʟlıiſsƽsɪiʀrᴀaᴄcᴅdᴇeɢgʜhᴊjᴋkᴍmɴnᴏoᴘpꜱsᴛtᴜuᴠvᴡwʏyᴢzℓl";

  private static final char[] FILLERS = {'\u034F', '\u115F', '\u1160', '\u17B4', '\u17B5', '\u180B',
      '\u180C', '\u180D', '\u2800', '\u3164', '\uFFA0', '\uFFFC'};

  static {
    for (int c = 0; c < FOLD.length; c++) {
      FOLD[c] = fold((char) c);
      CLASS[c] = classify((char) c);
    }
    for (int i = 0; i < LOOK_ALIKES.length(); i += 2) {
      FOLD[LOOK_ALIKES.charAt(i)] = LOOK_ALIKES.charAt(i + 1);
    }
  }

  private Folding() {}

  public static char of(char c) {
    return FOLD[c];
  }

  public static byte classOf(char c) {
    return CLASS[c];
  }

  /// The folded form of a keyword or a phrase.
  public static String of(String text) {
    char[] folded = new char[text.length()];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = FOLD[text.charAt(i)];
    }
    return new String(folded);
  }

  public static boolean isWord(char folded) {
    byte kind = CLASS[folded];
    return kind == LETTER || kind == DIGIT;
  }

  /// Whether units of a class show nothing by themselves: a hidden one, half of a pair, a control.
  public static boolean isUnseen(byte unitClass) {
    return unitClass == HIDDEN || unitClass == SURROGATE || unitClass == CONTROL;
  }

  /// The Latin letter that `c` is a look-alike of, 0 when it is none.
  public static char lookAlike(char c) {
    int at = LOOK_ALIKES.indexOf(c);
    return at >= 0 && at % 2 == 0 && c > 127 ? LOOK_ALIKES.charAt(at + 1) : 0;
  }

  private static char fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    if (c >= 0xFF01 && c <= 0xFF5E) {
      return fold((char) (c - 0xFF01 + '!'));
    }
    return switch (c) {
      case '\u2018', '\u2019', '\u201A', '\u2032', '\u00B4' -> '\'';
      case '\u201C', '\u201D', '\u201E', '\u2033', '\u00AB', '\u00BB' -> '"';
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212' -> '-';
      case '\u2044', '\u2215' -> '/';
      case '\u3002', '\u2024' -> '.';
      default -> foldLetter(c);
    };
  }

  private static char foldLetter(char c) {
    if (Character.isSpaceChar(c)) {
      return ' ';
    }
    boolean latin = c <= 0x24F || (c >= 0x1E00 && c <= 0x1EFF);
    if (latin && Character.isLetter(c)) {
      char base = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD).charAt(0);
      return Character.toLowerCase(base);
    }
    if (Character.isDigit(c)) {
      return (char) ('0' + Character.digit(c, 10));
    }
    if ((c >= 0x1D00 && c <= 0x1DBF) || (c >= 0x2070 && c <= 0x2FFF)) {
      String plain = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
      return plain.length() == 1 ? Character.toLowerCase(plain.charAt(0)) : c;
    }
    return Character.toLowerCase(c);
  }

  private static byte classify(char c) {
    if (c < 32 && c != '\n' && c != '\r' && c != '\t') {
      return CONTROL;
    }
    if (Character.isSurrogate(c)) {
      return SURROGATE;
    }
    if (isHidden(c)) {
      return HIDDEN;
    }
    if (Character.isDigit(c)) {
      return DIGIT;
    }
    if (Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK) {
      return LETTER;
    }
    return Character.isWhitespace(c) || Character.isSpaceChar(c) ? SPACE : OTHER;
  }

  /// Units that show nothing: format controls, fillers, variation selectors, private use.
  private static boolean isHidden(char c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT, Character.PRIVATE_USE -> true;
      default -> Arrays.binarySearch(FILLERS, c) >= 0 || (c >= 0xFE00 && c <= 0xFE0F);
    };
  }
}
