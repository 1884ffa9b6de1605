package dev.prism.scanners.text;

import java.util.Arrays;

/// What each feature says of each language, one byte each, packed so that eight languages are added at
/// once: the bytes of a `long`, every other one, are sums of sixteen bits.
final class LanguageTable {
  private static final long EVEN = 0x00FF00FF00FF00FFL;
  /// So many bytes fit into a sum of sixteen bits.
  private static final int MOST_ROWS = 257;
  private static final int LANES = 8;
  /// Weights are kept above zero by so much.
  private static final int LIFT = 128;

  private final int languages;
  private final int width;
  private final long[] rows;

  /// @param weights for each feature, for each language
  LanguageTable(byte[] weights, int languages) {
    this.languages = languages;
    width = (languages + LANES - 1) / LANES;
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

  /// The sums of one text.
  final class Sums {
    private final long[] even = new long[width];
    private final long[] odd = new long[width];
    private final int[] sums = new int[languages];
    private int open;
    private int count;

    void add(int feature) {
      int at = feature * width;
      for (int i = 0; i < width; i++) {
        long row = rows[at + i];
        even[i] += row & EVEN;
        odd[i] += (row >>> Byte.SIZE) & EVEN;
      }
      count++;
      if (++open == MOST_ROWS) {
        close();
      }
    }

    int count() {
      return count;
    }

    /// By language.
    int[] all() {
      close();
      return sums;
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
