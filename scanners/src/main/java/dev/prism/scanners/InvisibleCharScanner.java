package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.IntList;
import dev.prism.scanners.text.Scan;
import dev.prism.scanners.text.View;
import dev.prism.scanners.text.Vocabulary;
import java.util.Set;

/// Finds characters that show nothing, or show something else than they are, where the grammar of writing
/// has no use for them: tags outside a flag, joiners between letters that never join, bidirectional
/// controls without right-to-left text, look-alikes inside a Latin word.
///
/// Redaction takes hidden characters out; there is no placeholder for what nobody sees.
public final class InvisibleCharScanner implements InlineScanner {
  InvisibleCharScanner() {}

  @Override
  public String name() {
    return "invisible_char";
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    Scan scan = subject.scan();
    View view = scan.written();
    if (scan.unseen().size() > 0) {
      new Runs(view, findings).find(scan.unseen());
    }
    if (scan.count(Folding.LETTER) > 0) {
      MixedWords.find(view, findings);
    }
  }

  /// Goes over the text once, run of hidden characters by run.
  private static final class Runs {
    private final View view;
    private final char[] raw;
    private final int size;
    private final Findings findings;
    private int privateUse;
    private int marks;
    private int joiners;
    private boolean softHyphens;

    Runs(View view, Findings findings) {
      this.view = view;
      this.findings = findings;
      raw = view.raw();
      size = view.length();
    }

    /// @param unseen where something may be hidden
    void find(IntList unseen) {
      int done = 0;
      for (int i = 0; i < unseen.size(); i++) {
        int at = unseen.get(i);
        if (at < done) {
          continue;
        }
        int end = runEnd(at);
        if (end > at) {
          judge(at, end);
          done = end;
        } else {
          done = at + (isPair(at) ? 2 : 1);
        }
      }
      if (softHyphens) {
        SoftHyphens.find(view, findings);
      }
    }

    private int runEnd(int from) {
      int at = from;
      while (at < size && HiddenKind.of(codePoint(at)) != HiddenKind.VISIBLE) {
        at += isPair(at) ? 2 : 1;
      }
      return at;
    }

    private int codePoint(int at) {
      return isPair(at) ? Character.toCodePoint(raw[at], raw[at + 1]) : raw[at];
    }

    private boolean isPair(int at) {
      return at + 1 < size && Character.isSurrogatePair(raw[at], raw[at + 1]);
    }

    private void judge(int start, int end) {
      HiddenKind worst = HiddenKind.VISIBLE;
      int count = 0;
      double score = 0;
      for (int at = start; at < end; at += isPair(at) ? 2 : 1) {
        HiddenKind kind = HiddenKind.of(codePoint(at));
        softHyphens |= kind == HiddenKind.SOFT_HYPHEN;
        double here = score(kind, at, start, end);
        if (here > score) {
          score = here;
          worst = kind;
        }
        count++;
      }
      if (count >= 3 && score > 0) {
        score = Math.max(score, 0.85);
      }
      if (score > 0) {
        findings.add(view, worst.type(), start, end, score);
      }
    }

    private double score(HiddenKind kind, int at, int start, int end) {
      return switch (kind) {
        case VISIBLE, SOFT_HYPHEN -> 0;
        case TAG -> isFlag(start, end) ? 0 : 0.95;
        case SELECTOR -> selector(at, start);
        case SELECTOR_EXTRA -> at > 0 && isIdeograph(at) && at == start ? 0 : 0.95;
        case JOINER -> joiner(start, end);
        case BREAK -> isUnspaced(before(start)) || isUnspaced(after(end)) ? 0 : 0.7;
        case BOM -> bom(start, end);
        case OVERRIDE -> 0.95;
        case EMBEDDING -> hasRightToLeft() ? 0 : 0.85;
        case MARK -> ++marks >= 12 && !hasRightToLeft() ? 0.6 : 0;
        case OPERATOR -> 0.8;
        case FILLER -> isHangul(before(start)) && isHangul(after(end)) ? 0 : 0.8;
        case PRIVATE -> end - start >= 2 || ++privateUse >= 3 ? 0.75 : 0.3;
        case ESCAPE -> 0.85;
        case CONTROL -> 0.55;
      };
    }

    /// England, Scotland, Wales and the like: a black flag, a few tags, the cancel tag.
    private boolean isFlag(int start, int end) {
      int tags = (end - start) / 2;
      return start >= 2 && isPair(start - 2) && codePoint(start - 2) == 0x1F3F4 && tags >= 4
          && tags <= 7 && codePoint(end - 2) == 0xE007F;
    }

    private double selector(int at, int start) {
      if (at > start && HiddenKind.of(raw[at - 1]) == HiddenKind.SELECTOR) {
        return 0.9;
      }
      int base = before(at);
      if (raw[at] == 0xFE0F || raw[at] == 0xFE0E) {
        return isEmoji(base) || base == '#' || base == '*' || (base >= '0' && base <= '9')
            || base == 0x200D || Character.getType(base) == Character.MATH_SYMBOL
            || Character.getType(base) == Character.OTHER_PUNCTUATION
            || Character.getType(base) == Character.OTHER_SYMBOL ? 0 : 0.7;
      }
      return Character.isIdeographic(base) || Character.getType(base) == Character.MATH_SYMBOL
          || Character.UnicodeScript.of(base) == Character.UnicodeScript.MYANMAR ? 0 : 0.8;
    }

    private double joiner(int start, int end) {
      int before = before(start);
      int after = after(end);
      boolean one = end - start == 1 || (end - start == 2 && raw[start] == 0xFE0F);
      if (one && ((isEmoji(before) && isEmoji(after)) || joins(before) || joins(after))) {
        return 0;
      }
      return one ? ++joiners >= 2 ? 0.8 : 0.7 : 0.9;
    }

    private double bom(int start, int end) {
      if (end - start == 1
          && (start == 0 || end == size || raw[start - 1] <= ' ' || raw[end] <= ' ')) {
        return 0;
      }
      return 0.7;
    }

    private int before(int at) {
      return at == 0 ? ' ' : Character.codePointBefore(raw, at, 0);
    }

    private int after(int at) {
      return at >= size ? ' ' : Character.codePointAt(raw, at, size);
    }

    private boolean isIdeograph(int at) {
      return Character.isIdeographic(before(at));
    }

    private boolean hasRightToLeft() {
      for (int i = 0; i < size; i++) {
        char c = raw[i];
        if ((c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF)
            || (c >= 0xFE70 && c <= 0xFEFC)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean isEmoji(int point) {
    return (Character.isEmoji(point) && point > 127) || point == 0xFE0F
        || (point >= 0x1F3FB && point <= 0x1F3FF) || point == 0x20E3;
  }

  private static final Set<Character.UnicodeScript> JOINING = Set.of(Character.UnicodeScript.ARABIC,
      Character.UnicodeScript.SYRIAC, Character.UnicodeScript.MANDAIC, Character.UnicodeScript.NKO,
      Character.UnicodeScript.MONGOLIAN, Character.UnicodeScript.DEVANAGARI,
      Character.UnicodeScript.BENGALI, Character.UnicodeScript.GURMUKHI,
      Character.UnicodeScript.GUJARATI, Character.UnicodeScript.ORIYA,
      Character.UnicodeScript.TAMIL, Character.UnicodeScript.TELUGU,
      Character.UnicodeScript.KANNADA, Character.UnicodeScript.MALAYALAM,
      Character.UnicodeScript.SINHALA, Character.UnicodeScript.KHMER,
      Character.UnicodeScript.MYANMAR, Character.UnicodeScript.TIBETAN,
      Character.UnicodeScript.THAI);
  private static final Set<Character.UnicodeScript> UNSPACED = Set.of(Character.UnicodeScript.THAI,
      Character.UnicodeScript.LAO, Character.UnicodeScript.KHMER, Character.UnicodeScript.MYANMAR,
      Character.UnicodeScript.TIBETAN, Character.UnicodeScript.HAN,
      Character.UnicodeScript.HIRAGANA, Character.UnicodeScript.KATAKANA,
      Character.UnicodeScript.DEVANAGARI, Character.UnicodeScript.TAMIL,
      Character.UnicodeScript.TELUGU, Character.UnicodeScript.BENGALI);

  private static boolean joins(int point) {
    return JOINING.contains(Character.UnicodeScript.of(point));
  }

  private static boolean isUnspaced(int point) {
    return UNSPACED.contains(Character.UnicodeScript.of(point));
  }

  private static boolean isHangul(int point) {
    return Character.UnicodeScript.of(point) == Character.UnicodeScript.HANGUL;
  }

  /// There is nothing to set.
  public record Settings() {}

  /// Makes [InvisibleCharScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "invisible_char";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new InvisibleCharScanner();
    }
  }
}
