package dev.prism.scanners.text;

import java.util.List;

/// Says in which language a text is: naive Bayes over one to four letters in a row, each word framed by
/// blanks. Only words of letters count, and only the first few hundred letters; code, numbers and
/// addresses say nothing about a language.
public final class LanguageModel {
  static final int BITS = 16;
  /// Nats for one step of a weight.
  static final double STEP = 0.1;
  private static final int MOST_LETTERS = 600;
  /// Fewer letters than this are a word or two, of which a model is surer than it should be.
  private static final int FEW_LETTERS = 30;
  /// Overlapping n-grams tell the same thing several times.
  private static final double OVERLAP = 3;

  private final List<String> languages;
  private final LanguageTable table;
  private final float flagMargin;
  private final float blockMargin;
  private final float fewLetters;

  /// @param weights for each feature, for each language: log-probability in steps, below zero
  /// @param fewLetters how much less a text of few letters is believed, in nats
  public LanguageModel(List<String> languages, byte[] weights, float flagMargin, float blockMargin,
      float fewLetters) {
    this.languages = List.copyOf(languages);
    this.flagMargin = flagMargin;
    this.blockMargin = blockMargin;
    this.fewLetters = fewLetters;
    if (weights.length != languages.size() << BITS) {
      throw new IllegalArgumentException("no such model");
    }
    table = new LanguageTable(weights, languages.size());
  }

  public List<String> languages() {
    return languages;
  }

  public float flagMargin() {
    return flagMargin;
  }

  public float blockMargin() {
    return blockMargin;
  }

  public float fewLetters() {
    return fewLetters;
  }

  /// Whether a text has so few letters that it is believed less.
  public static boolean isShort(String text) {
    return features(text, _ -> {}) < FEW_LETTERS;
  }

  byte[] weights() {
    return table.weights();
  }

  /// How unlikely it is, in nats, that the text is in one of the allowed languages; 0 without letters.
  ///
  /// @param allowed by language, whether it is allowed
  public float margin(String text, boolean[] allowed) {
    LanguageTable.Sums sums = table.new Sums();
    int letters = features(text, sums::add);
    return sums.count() == 0
        ? 0
        : margin(sums.all(), allowed) - (letters < FEW_LETTERS ? fewLetters : 0);
  }

  private static float margin(int[] sums, boolean[] allowed) {
    int largest = Integer.MIN_VALUE;
    for (int sum : sums) {
      largest = Math.max(largest, sum);
    }
    double all = 0;
    double good = 1e-30;
    for (int l = 0; l < sums.length; l++) {
      double weight = Math.exp((sums[l] - largest) * STEP / OVERLAP);
      all += weight;
      good += allowed[l] ? weight : 0;
    }
    return (float) (Math.log(all) - Math.log(good));
  }

  /// A margin as a score, as in [NgramModel].
  public double score(float margin) {
    double slope = Math.log(4) / (blockMargin - flagMargin);
    return 1 / (1 + Math.exp(-slope * (margin - flagMargin)));
  }

  /// Takes features.
  @FunctionalInterface
  public interface Sink {
    void feature(int feature);
  }

  /// Gives every feature of the text to the sink, and says how many letters they are made of.
  public static int features(String text, Sink sink) {
    int letters = 0;
    int at = 0;
    while (at < text.length() && letters < MOST_LETTERS) {
      int start = at;
      boolean word = true;
      boolean cjk = isCjk(text.charAt(at));
      while (at < text.length() && text.charAt(at) > ' ' && isCjk(text.charAt(at)) == cjk) {
        word = word && isPlain(text, start, at);
        at++;
      }
      if (word && at > start) {
        letters += word(text, start, Math.min(at, start + MOST_LETTERS), sink);
      }
      at += at == start ? 1 : 0;
    }
    return letters;
  }

  private static boolean isPlain(String text, int start, int at) {
    byte kind = Folding.classOf(text.charAt(at));
    return kind == Folding.LETTER || kind == Folding.HIDDEN || kind == Folding.SURROGATE
        || isEdge(text, start, at);
  }

  /// Kana and Han, which are written without blanks: a word ends where they do.
  private static boolean isCjk(char c) {
    return isKana(c) || (c >= 0x3400 && c <= 0x9FFF);
  }

  private static boolean isKana(char c) {
    return c >= 0x3041 && c <= 0x30FF && c != '・';
  }

  /// Signs at a word's edges, and apostrophes and hyphens within, are no sign of code.
  private static boolean isEdge(String text, int start, int at) {
    char c = text.charAt(at);
    return "'’-\u00B7".indexOf(c) >= 0 || (at == start && "\"(«„“¿¡‘[".indexOf(c) >= 0)
        || (".,;:!?\")»”…。、，！？：）]’।".indexOf(c) >= 0
            && (at + 1 == text.length() || text.charAt(at + 1) <= ' ' || c > 0x2000
                || ".,;:!?\")]".indexOf(text.charAt(at + 1)) >= 0));
  }

  private static int word(String text, int from, int to, Sink sink) {
    int a = 0;
    int b = 0;
    int c = ' ';
    int letters = 0;
    for (int i = from; i <= to; i++) {
      int d = i == to ? ' ' : Character.toLowerCase(text.charAt(i));
      if (i < to && Folding.classOf(text.charAt(i)) != Folding.LETTER) {
        continue;
      }
      letters++;
      if (isCjk((char) d)) {
        sink.feature(hash(isKana((char) d) ? 1 : 2, 5));
      }
      sink.feature(hash(d, 1));
      sink.feature(hash(c << 16 ^ d, 2));
      if (b != 0) {
        sink.feature(hash((b << 16 ^ c) * 31 ^ d * 0x10001, 3));
      }
      if (a != 0) {
        sink.feature(hash(((a << 16 ^ b) * 31 ^ c * 0x10001) * 31 + d, 4));
      }
      a = b;
      b = c;
      c = d;
    }
    return letters;
  }

  /// The feature that one to three letters in a row are, lower case, a blank standing for a word's edge.
  public static int feature(String gram) {
    char d = gram.charAt(gram.length() - 1);
    return switch (gram.length()) {
      case 1 -> hash(d, 1);
      case 2 -> hash(gram.charAt(0) << 16 ^ d, 2);
      case 3 -> hash((gram.charAt(0) << 16 ^ gram.charAt(1)) * 31 ^ d * 0x10001, 3);
      default -> throw new IllegalArgumentException("one to three letters: " + gram);
    };
  }

  private static int hash(int grams, int length) {
    int h = (grams + length * 0x51ED270B) * 0x9E3779B1;
    return ((h ^ h >>> 16) * 0x85EBCA6B) >>> (32 - BITS);
  }
}
