package dev.prism.scanners.text;

/// Turns folded text into hashed features: three to five characters in a row, one word, two words in a
/// row. White space counts as one blank. The same code serves training and scanning.
public final class Ngrams {
  private static final int MASK = (1 << NgramModel.BITS) - 1;
  private static final int PRIME = 0x9E3779B1;

  private Ngrams() {}

  /// Where features go.
  @FunctionalInterface
  public interface Sink {
    void feature(int feature, int at);
  }

  /// Gives every feature of `text[from, to)` to the sink, with the place where it ends.
  public static void each(char[] text, int from, int to, Sink sink) {
    int a = ' ';
    int b = ' ';
    int c = ' ';
    int d = ' ';
    int word = 0;
    int lastWord = 0;
    int wordBefore = 0;
    for (int i = from; i < to; i++) {
      int e = text[i];
      if (Folding.isWord((char) e)) {
        word = (word ^ e) * 0x01000193 + 0x7F4A7C15;
      } else {
        if (word != 0) {
          sink.feature(mix(word), i);
          sink.feature(mix(lastWord * 31 + word), i);
          sink.feature(mix((wordBefore * 31 + lastWord) * 31 + word + 3), i);
          wordBefore = lastWord;
          lastWord = word;
          word = 0;
        }
        if (e <= ' ') {
          e = ' ';
          if (d == ' ') {
            continue;
          }
        }
      }
      int three = (c << 16 ^ d << 8 ^ e) * PRIME + c;
      int four = (three ^ b) * PRIME + 4;
      int five = (four ^ a) * PRIME + 5;
      sink.feature(mix(three), i);
      sink.feature(mix(four), i);
      sink.feature(mix(five), i);
      a = b;
      b = c;
      c = d;
      d = e;
    }
    if (word != 0) {
      sink.feature(mix(word), to);
      sink.feature(mix(lastWord * 31 + word), to);
    }
  }

  private static int mix(int hash) {
    int h = hash * PRIME;
    return (h ^ h >>> 15) & MASK;
  }
}
