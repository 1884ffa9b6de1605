package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.View;

/// Tells soft hyphens that split words into syllables from soft hyphens that hide words from a filter: a
/// syllable has a vowel and more than one letter. Only ASCII words are judged; other languages, and
/// text in a broken encoding, hyphenate as they like.
final class SoftHyphens {
  private static final char SOFT = '\u00AD';

  private final View view;
  private final Findings findings;

  private SoftHyphens(View view, Findings findings) {
    this.view = view;
    this.findings = findings;
  }

  static void find(View view, Findings findings) {
    char[] raw = view.raw();
    SoftHyphens hyphens = new SoftHyphens(view, findings);
    int at = 0;
    while (at < view.length()) {
      int start = at;
      boolean soft = false;
      while (at < view.length()
          && (raw[at] == SOFT || Folding.classOf(raw[at]) == Folding.LETTER)) {
        soft |= raw[at++] == SOFT;
      }
      if (soft) {
        hyphens.word(start, at);
      }
      at++;
    }
  }

  private void word(int start, int end) {
    char[] folded = view.folded();
    int pieceStart = start;
    int bad = 0;
    for (int i = start; i <= end; i++) {
      if (i < end && folded[i] != SOFT) {
        if (view.raw()[i] > 127) {
          return;
        }
        continue;
      }
      if (i > pieceStart && (i - pieceStart == 1 || !hasVowel(folded, pieceStart, i))) {
        bad++;
      }
      pieceStart = i + 1;
    }
    if (bad > 0) {
      findings.add(view, HiddenKind.SOFT_HYPHEN.type(), start, end, 0.8);
    }
  }

  private static boolean hasVowel(char[] folded, int from, int to) {
    for (int i = from; i < to; i++) {
      if ("aeiouy".indexOf(folded[i]) >= 0) {
        return true;
      }
    }
    return false;
  }
}
