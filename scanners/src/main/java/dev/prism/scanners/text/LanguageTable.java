package dev.prism.scanners.text;

import java.util.Arrays;

/// What each feature says of each language, one byte each, packed so that eight languages are added at
/// once: the bytes of a `long`, every other one, are sums of sixteen bits.
final class LanguageTable {
  private static final long EVEN = 0x00FF00FF00FF00FFL;
  /// So many bytes fit into a sum of sixteen bits.
  private static final int MOST_ROWS = 257;
  private static final int LANES = 8;
  /// Words of a row that are added side by side.
  private static final int WORDS = 3;
  /// So many features are gathered before their rows are added.
  private static final int BLOCK = 64;
  /// Weights are kept above zero by so much.
  private static final int LIFT = 128;

  private final int languages;
  private final int width;
  private final long[] rows;

  /// @param weights for each feature, for each language
  LanguageTable(byte[] weights, int languages) {
    this.languages = languages;
    width = (languages + LANES * WORDS - 1) / (LANES * WORDS) * WORDS;
    int features = weights.length / languages;
    rows = new long[features * width];
    for (int f = 0; f < features; f++) {
      for (int l = 0; l < languages; l++) {
        long lifted = (long) weights[f * languages + l] + LIFT;
        rows[f * width + l / LANES] |= lifted << (Byte.SIZE * (l % LANES));
      }
    }
  }

  /// The weights as they were given.
  byte[] weights() {
    byte[] weights = new byte[rows.length / width * languages];
    for (int i = 0; i < weights.length; i++) {
      int l = i % languages;
      long row = rows[i / languages * width + l / LANES];
      weights[i] = (byte) (((row >>> (Byte.SIZE * (l % LANES))) & 0xFF) - LIFT);
    }
    return weights;
  }

  /// The sums of one text. Features are gathered and added a block at a time, for three words of a row at
  /// once: the sums stay in registers, and what a block loads from far away is loaded side by side.
  final class Sums {
    private final int[] block = new int[BLOCK];
    private final long[] even = new long[width];
    private final long[] odd = new long[width];
    private final int[] sums = new int[languages];
    private int waiting;
    private int open;
    private int count;

    void add(int feature) {
      block[waiting++] = feature * width;
      if (waiting == BLOCK) {
        flush();
      }
    }

    int count() {
      return count + waiting;
    }

    /// By language.
    int[] all() {
      flush();
      close();
      return sums;
    }

    private void flush() {
      for (int i = 0; i < width; i += WORDS) {
        flush(i);
      }
      count += waiting;
      open += waiting;
      waiting = 0;
      if (open + BLOCK > MOST_ROWS) {
        close();
      }
    }

    private void flush(int word) {
      long[] from = rows;
      int[] at = block;
      long even0 = 0;
      long even1 = 0;
      long even2 = 0;
      long odd0 = 0;
      long odd1 = 0;
      long odd2 = 0;
      for (int i = 0; i < waiting; i++) {
        int row = at[i] + word;
        long first = from[row];
        long second = from[row + 1];
        long third = from[row + 2];
        even0 += first & EVEN;
        odd0 += (first >>> Byte.SIZE) & EVEN;
        even1 += second & EVEN;
        odd1 += (second >>> Byte.SIZE) & EVEN;
        even2 += third & EVEN;
        odd2 += (third >>> Byte.SIZE) & EVEN;
      }
      even[word] += even0;
      even[word + 1] += even1;
      even[word + 2] += even2;
      odd[word] += odd0;
      odd[word + 1] += odd1;
      odd[word + 2] += odd2;
    }

    private void close() {
      for (int l = 0; l < languages; l++) {
        long lanes = (l % 2 == 0 ? even : odd)[l / LANES];
        int sum = (int) ((lanes >>> (Short.SIZE * (l % LANES / 2))) & 0xFFFF);
        sums[l] += sum - LIFT * open;
      }
      Arrays.fill(even, 0);
      Arrays.fill(odd, 0);
      open = 0;
    }
  }
}
