package dev.prism.scanners.text;

import java.util.Arrays;

/// Turns folded text into hashed features: three to five characters in a row, one to three words in a
/// row. White space counts as one blank. The same code serves training and scanning.
///
/// Works its way through a text piece by piece, so that the features of a piece fit a small buffer.
final class Ngrams {
  private static final int MASK = (1 << NgramModel.BITS) - 1;
  private static final int PRIME = 0x9E3779B1;
  private static final int MOST_PER_UNIT = 6;

  private char[] text = new char[0];
  private int at;
  private int size;
  private int a;
  private int b;
  private int c;
  private int d;
  private int word;
  private int lastWord;
  private int wordBefore;

  /// A buffer for the features of a piece of so many units.
  static int[] buffer(int units) {
    return new int[MOST_PER_UNIT * (units + 1)];
  }

  /// All features of a text.
  static int[] of(char[] folded, int from, int to) {
    int[] buffer = buffer(to - from);
    Ngrams grams = new Ngrams();
    grams.start(folded, from, to);
    return Arrays.copyOf(buffer, grams.fill(buffer, to));
  }

  void start(char[] folded, int from, int to) {
    text = folded;
    at = from;
    size = to;
    a = ' ';
    b = ' ';
    c = ' ';
    d = ' ';
    word = 0;
    lastWord = 0;
    wordBefore = 0;
  }

  /// Writes the features that end before `to` into the buffer, and returns how many there are. What is
  /// remembered from unit to unit is local, so that it stays in registers.
  int fill(int[] buffer, int to) {
    char[] units = text;
    int n = 0;
    int i = at;
    int end = Math.min(to, size);
    int first = a;
    int second = b;
    int third = c;
    int fourth = d;
    int open = word;
    for (; i < end; i++) {
      int e = units[i];
      if (Folding.isWord((char) e)) {
        open = (open ^ e) * 0x01000193 + 0x7F4A7C15;
      } else {
        if (open != 0) {
          n = word(buffer, n, open);
          open = 0;
        }
        if (e <= ' ') {
          e = ' ';
          if (fourth == ' ') {
            continue;
          }
        }
      }
      int three = (third << 16 ^ fourth << 8 ^ e) * PRIME + third;
      int four = (three ^ second) * PRIME + 4;
      int five = (four ^ first) * PRIME + 5;
      buffer[n] = mix(three);
      buffer[n + 1] = mix(four);
      buffer[n + 2] = mix(five);
      n += 3;
      first = second;
      second = third;
      third = fourth;
      fourth = e;
    }
    at = i;
    a = first;
    b = second;
    c = third;
    d = fourth;
    word = open;
    if (i == size && open != 0) {
      n = word(buffer, n, open);
      word = 0;
    }
    return n;
  }

  private int word(int[] buffer, int from, int hash) {
    buffer[from] = mix(hash);
    buffer[from + 1] = mix(lastWord * 31 + hash);
    buffer[from + 2] = mix((wordBefore * 31 + lastWord) * 31 + hash + 3);
    wordBefore = lastWord;
    lastWord = hash;
    return from + 3;
  }

  private static int mix(int hash) {
    int h = hash * PRIME;
    return (h ^ h >>> 15) & MASK;
  }
}
