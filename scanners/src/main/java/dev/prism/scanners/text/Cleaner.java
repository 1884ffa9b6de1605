package dev.prism.scanners.text;

import java.text.Normalizer;

/// Takes away what hides words from a reader of bytes but not from a model: characters that show
/// nothing, styled letters, blanks between the letters of a word, digits for letters.
final class Cleaner {
  /// What a digit or sign is read as inside a word; a blank where it stays.
  private static final String LETTERS = "o1zeas6t8g";
  private static final int LONGEST_WORD = 24;
  private static final long SEPARATORS = 1L << ' ' | 1L << '.' | 1L << '-' | 1L << '*';

  /// What may have to be cleaned: hidden units, blanks between letters, digits for letters.
  static final int HIDDEN = 1;
  static final int SPACED = 2;
  static final int LEET = 4;
  private static final int KINDS = 8;
  private static final boolean[][] PLAIN = new boolean[KINDS][128];

  static {
    for (int what = 0; what < KINDS; what++) {
      for (char c = 0; c < PLAIN[what].length; c++) {
        boolean gap = (what & SPACED) != 0 && isSeparator(c);
        boolean digit = (what & LEET) != 0 && isDigit(c);
        PLAIN[what][c] = !gap && !digit && !Folding.isUnseen(Folding.classOf(c));
      }
    }
  }

  private Cleaner() {}

  /// What of a text there may be to clean, 0 for nothing.
  ///
  /// @param unseen units that show nothing by themselves
  static int wanted(View written, int unseen) {
    return (unseen > 0 ? HIDDEN : 0) | (isSpaced(written) ? SPACED : 0)
        | (isLeet(written) ? LEET : 0);
  }

  /// @param what to clean, as [#wanted] says
  static void clean(View written, int what, View into) {
    int size = written.length();
    char[] raw = written.raw();
    boolean[] plain = PLAIN[what];
    int copied = 0;
    int i = 0;
    while (i < size) {
      if ((raw[i] < 128 && plain[raw[i]]) || stays(written, i, what)) {
        i++;
      } else {
        into.append(written, copied, i);
        i = change(written, i, what, into);
        copied = i;
      }
    }
    into.append(written, copied, size);
  }

  private static boolean stays(View written, int i, int what) {
    char c = written.raw()[i];
    return !Folding.isUnseen(Folding.classOf(c)) && !isGap(written, i, what)
        && !((what & LEET) != 0 && unleet(written, i) != c);
  }

  private static int change(View written, int i, int what, View into) {
    char[] raw = written.raw();
    byte kind = Folding.classOf(raw[i]);
    if (kind == Folding.SURROGATE) {
      return pair(raw, i, written.length(), into);
    }
    if (!Folding.isUnseen(kind) && !isGap(written, i, what)) {
      into.append(unleet(written, i), i, i + 1);
    }
    return i + 1;
  }

  private static boolean isGap(View written, int i, int what) {
    char[] raw = written.raw();
    return (what & SPACED) != 0 && isSeparator(raw[i]) && isLoneLetter(raw, i - 1, written.length())
        && isLoneLetter(raw, i + 1, written.length());
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
    return c < 64 ? (SEPARATORS >>> c & 1) != 0 : c == '_';
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
    return substitutions(written, i) > 0 ? LETTERS.charAt(c - '0') : c;
  }
}
