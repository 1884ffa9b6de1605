package dev.prism.scanners.text;

import java.util.List;

/// The weights of up to four models side by side: a feature costs one load for all of them. Where the
/// tables of several models are larger than the processor's caches, that is most of what it costs; so the
/// weights of one model or two lie in half the room.
final class WeightTable {
  static final int LANES = 4;
  private static final int NARROW = 2;

  private final short[] narrow;
  private final int[] wide;

  private WeightTable(short[] narrow, int[] wide) {
    this.narrow = narrow;
    this.wide = wide;
  }

  /// @param models at most [#LANES]
  static WeightTable of(List<NgramModel> models) {
    int size = 1 << NgramModel.BITS;
    boolean few = models.size() <= NARROW;
    short[] narrow = new short[few ? size : 0];
    int[] wide = new int[few ? 0 : size];
    for (int f = 0; f < size; f++) {
      int packed = 0;
      for (int m = 0; m < models.size(); m++) {
        packed |= (models.get(m).weight(f) & 255) << (Byte.SIZE * m);
      }
      if (few) {
        narrow[f] = (short) packed;
      } else {
        wide[f] = packed;
      }
    }
    return new WeightTable(narrow, wide);
  }

  /// Writes each model's sum over the first `count` features of a buffer to `into[from]` and behind.
  void sum(int[] features, int count, int[] into, int from) {
    if (narrow.length > 0) {
      sumOfTwo(features, count, into, from);
    } else {
      sumOfFour(features, count, into, from);
    }
  }

  private void sumOfTwo(int[] features, int count, int[] into, int from) {
    short[] weights = narrow;
    int a = 0;
    int b = 0;
    for (int i = 0; i < count; i++) {
      int packed = weights[features[i]];
      a += (byte) packed;
      b += packed >> 8;
    }
    into[from] = a;
    into[from + 1] = b;
  }

  private void sumOfFour(int[] features, int count, int[] into, int from) {
    int[] weights = wide;
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
