package dev.prism.scanners.text;

import java.util.List;

/// The weights of up to four models side by side: a feature costs one load for all of them. Where the
/// tables of several models are larger than the processor's caches, that is most of what it costs.
final class WeightTable {
  static final int LANES = 4;

  private final int[] table;

  private WeightTable(int[] table) {
    this.table = table;
  }

  /// @param models at most [#LANES]
  static WeightTable of(List<NgramModel> models) {
    int[] table = new int[1 << NgramModel.BITS];
    for (int f = 0; f < table.length; f++) {
      for (int m = 0; m < models.size(); m++) {
        table[f] |= (models.get(m).weight(f) & 255) << (8 * m);
      }
    }
    return new WeightTable(table);
  }

  /// Writes each model's sum over the first `count` features of a buffer to `into[from]` and behind.
  void sum(int[] features, int count, int[] into, int from) {
    int[] weights = table;
    int a = 0;
    int b = 0;
    int c = 0;
    int d = 0;
    for (int i = 0; i < count; i++) {
      int packed = weights[features[i]];
      a += (byte) packed;
      b += (byte) (packed >> 8);
      c += (byte) (packed >> 16);
      d += packed >> 24;
    }
    into[from] = a;
    into[from + 1] = b;
    into[from + 2] = c;
    into[from + 3] = d;
  }
}
