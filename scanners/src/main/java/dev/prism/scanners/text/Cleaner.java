package dev.prism.scanners.text;

import java.text.Normalizer;

/// Takes away what hides words from a reader of bytes but not from a model: characters that show
/// nothing, styled letters, blanks between the letters of a word, digits for letters.
final class Cleaner {
  /// What a digit or sign is read as inside a word; a blank where it stays.
  private static final String LEET = "o1zeas6t8g";
  private static final int LONGEST_WORD = 24;

  private Cleaner() {}

  static boolean isWanted(View written, int[] classes) {
    if (classes[Folding.HIDDEN] > 0 || classes[Folding.SURROGATE] > 0
        || classes[Folding.CONTROL] > 0) {
      return true;
    }
    return isSpaced(written) || (written.digitRuns() >= 2 && isLeet(written));
  }

  static void clean(View written, View into) {
    char[] raw = written.raw();
    boolean spaced = isSpaced(written);
    boolean leet = isLeet(written);
    int size = written.length();
    int i = 0;
    while (i < size) {
      int plain = i;
      while (i < size && isPlain(written, i, spaced, leet)) {
        i++;
      }
      into.append(raw, plain, i);
      if (i == size) {
        return;
      }
      byte kind = Folding.classOf(raw[i]);
      if (kind == Folding.SURROGATE) {
        i = pair(raw, i, size, into);
        continue;
      }
      boolean gap = spaced && isSeparator(raw[i]) && isLoneLetter(raw, i - 1, size)
          && isLoneLetter(raw, i + 1, size);
      if (kind != Folding.HIDDEN && kind != Folding.CONTROL && !gap) {
        into.append(leet ? unleet(written, i) : raw[i], i, i + 1);
      }
      i++;
    }
  }

  /// Whether the unit stays as it is without a further look.
  private static boolean isPlain(View written, int i, boolean spaced, boolean leet) {
    char c = written.raw()[i];
    byte kind = Folding.classOf(c);
    return kind != Folding.HIDDEN && kind != Folding.CONTROL && kind != Folding.SURROGATE
        && !(spaced && isSeparator(c)) && !(leet && isDigit(written.folded()[i]));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// A pair beyond the basic plane: tags are dropped, styled letters become plain.
  private static int pair(char[] raw, int i, int size, View into) {
    if (i + 1 >= size || !Character.isSurrogatePair(raw[i], raw[i + 1])) {
      into.append(raw[i], i, i + 1);
      return i + 1;
    }
    int point = Character.toCodePoint(raw[i], raw[i + 1]);
    if (point >= 0xE0020 && point <= 0xE007E) {
      into.append((char) (point - 0xE0000), i, i + 2);
    } else if (point >= 0x1D400 && point <= 0x1D7FF) {
      String plain = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
      into.append(plain.charAt(0), i, i + 2);
    } else if (point >= 0x1F130 && point <= 0x1F189) {
      into.append((char) ('a' + (point - 0x1F130) % 32 % 26), i, i + 2);
    } else if (Character.getType(point) != Character.FORMAT
        && Character.getType(point) != Character.PRIVATE_USE && point < 0xE0000) {
      into.append(raw[i], i, i + 2);
      into.append(raw[i + 1], i, i + 2);
    }
    return i + 2;
  }

  /// Whether there is a word written with blanks or dots between its letters: six lone letters in a row.
  private static boolean isSpaced(View written) {
    char[] folded = written.folded();
    int run = 0;
    for (int i = 1; i + 1 < written.length(); i++) {
      if (isSeparator(folded[i])) {
        run = isLoneLetter(folded, i - 1, written.length())
            && isLoneLetter(folded, i + 1, written.length()) ? run + 1 : 0;
        if (run >= 5) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '.' || c == '-' || c == '_' || c == '*';
  }

  private static boolean isLoneLetter(char[] text, int i, int size) {
    return i >= 0 && i < size && Folding.classOf(text[i]) == Folding.LETTER
        && (i == 0 || Folding.classOf(text[i - 1]) != Folding.LETTER)
        && (i + 1 >= size || Folding.classOf(text[i + 1]) != Folding.LETTER);
  }

  /// Whether at least two words stand digits for letters, at least twice each.
  private static boolean isLeet(View written) {
    int words = 0;
    for (int run = 0; run < written.digitRuns(); run++) {
      if (substitutions(written, written.digitsStart(run)) >= 2) {
        words++;
      }
    }
    return words >= 3;
  }

  /// How many digits stand for letters in the word at `at`, 0 when it is no such word.
  private static int substitutions(View written, int at) {
    char[] folded = written.folded();
    int from = at;
    while (from > 0 && isLeetUnit(folded[from - 1]) && at - from < LONGEST_WORD) {
      from--;
    }
    int to = at;
    int digits = 0;
    while (to < written.length() && isLeetUnit(folded[to]) && to - from < LONGEST_WORD) {
      to++;
    }
    for (int i = from; i < to; i++) {
      digits += folded[i] >= '0' && folded[i] <= '9' ? 1 : 0;
    }
    int letters = to - from - digits;
    return letters >= 2 && digits <= letters + 1 && to - from >= 4 ? digits : 0;
  }

  private static boolean isLeetUnit(char c) {
    return c < 128 && Folding.isWord(c);
  }

  private static char unleet(View written, int i) {
    char c = written.folded()[i];
    if (!isDigit(c)) {
      return written.raw()[i];
    }
    if (c == '1') {
      return substitutions(written, i) > 0 ? 'i' : c;
    }
    return substitutions(written, i) > 0 ? LEET.charAt(c - '0') : c;
  }
}
