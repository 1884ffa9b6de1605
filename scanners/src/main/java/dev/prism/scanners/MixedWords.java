package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.View;

/// Finds Latin words in which some letters are look-alikes from another script.
final class MixedWords {
  private MixedWords() {}

  static void find(View view, Findings findings) {
    char[] raw = view.raw();
    int size = view.length();
    int at = 0;
    while (at < size) {
      int start = at;
      int latin = 0;
      int alike = 0;
      boolean other = false;
      while (at < size && Folding.classOf(raw[at]) == Folding.LETTER) {
        char c = raw[at++];
        if (c < 0x250 || (c >= 0x1E00 && c <= 0x1EFF)) {
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
      at++;
    }
  }
}
