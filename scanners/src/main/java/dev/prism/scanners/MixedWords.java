package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.View;

/// Finds Latin words in which some letters are look-alikes from another script.
final class MixedWords {
  /// No letter before this one is another script's.
  private static final char FIRST_FOREIGN = 0x250;

  private MixedWords() {}

  static void find(View view, Findings findings) {
    char[] raw = view.raw();
    int size = view.length();
    int at = 0;
    while (at < size) {
      if (raw[at] < FIRST_FOREIGN) {
        at++;
      } else {
        at = word(view, at, findings) + 1;
      }
    }
  }

  /// Judges the word around a foreign letter, and returns where it ends.
  private static int word(View view, int letter, Findings findings) {
    char[] raw = view.raw();
    int start = letter;
    while (start > 0 && Folding.classOf(raw[start - 1]) == Folding.LETTER) {
      start--;
    }
    int at = Folding.classOf(raw[letter]) == Folding.LETTER ? start : letter;
    int latin = 0;
    int alike = 0;
    boolean other = false;
    while (at < view.length() && Folding.classOf(raw[at]) == Folding.LETTER) {
      char c = raw[at++];
      if (c < FIRST_FOREIGN || (c >= 0x1E00 && c <= 0x1EFF)) {
        latin++;
      } else if (Folding.lookAlike(c) != 0) {
        alike++;
      } else {
        other = true;
      }
    }
    if (alike > 0 && latin >= 2 && !other) {
      findings.add(view, "mixed_script", start, at, latin + alike >= 4 ? 0.85 : 0.6);
    }
    return at;
  }
}
