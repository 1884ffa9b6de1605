package dev.prism.scanners;

import dev.prism.scanners.text.Folding;

/// Runs of words as hashes: a text that holds the same words in a row has the same hash, whatever its
/// case, punctuation and spacing.
final class Shingles {
  private Shingles() {}

  /// Takes shingles, and where they stand.
  @FunctionalInterface
  interface Sink {
    void shingle(long hash, int start, int end);
  }

  /// Gives every run of `size` words.
  static void of(String text, int size, Sink sink) {
    long[] words = new long[size];
    int[] starts = new int[size];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      int start = at;
      long word = 0;
      while (at < text.length() && Folding.isWord(Folding.of(text.charAt(at)))) {
        word = (word ^ Folding.of(text.charAt(at++))) * 0x100000001B3L + 0x9E3779B97F4A7C15L;
      }
      if (at == start) {
        at++;
        continue;
      }
      words[count % size] = word;
      starts[count % size] = start;
      count++;
      if (count >= size) {
        long hash = 17;
        for (int i = count; i < count + size; i++) {
          hash = hash * 0x2545F4914F6CDD1DL + words[i % size];
        }
        sink.shingle(hash, starts[count % size], at);
      }
    }
  }
}
