package dev.prism.scanners.text;

import java.util.Arrays;

/// Features and their values while they are being written: numbers, and pieces of words in blocks of equal
/// weight, whatever their length. Reused; belongs to one thread at a time.
public final class FeatureBuffer {
  private static final int MASK = (1 << NgramModel.BITS) - 1;
  private static final int PRIME = 0x9E3779B1;
  private static final int SHORTEST = 2;
  private static final int LONGEST = 5;

  private int[] features = new int[512];
  private float[] values = new float[512];
  private final int[] counts = new int[128];
  private int size;
  private int block;

  public void clear() {
    size = 0;
    block = 0;
  }

  /// A feature by itself.
  ///
  /// @param space tells features of one meaning from those of another
  public void put(int space, int feature, double value) {
    add(mix(space * 0x51ED270B + feature), (float) value);
    block = size;
  }

  /// Adds all pieces of two to five units of the text, which `before` and `behind` frame.
  public void grams(int space, char before, String text, char behind) {
    int length = text.length() + 2;
    for (int from = 0; from < length; from++) {
      int hash = space;
      int last = Math.min(length, from + LONGEST);
      for (int i = from; i < last; i++) {
        char c = i == 0 ? before : i == length - 1 ? behind : text.charAt(i - 1);
        hash = (hash ^ c) * PRIME;
        if (i - from + 1 >= SHORTEST) {
          add(mix(hash), 1);
        }
      }
    }
  }

  /// Adds the piece `[from, to)` of the text as it is.
  public void word(int space, String text, int from, int to) {
    int hash = space;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    add(mix(hash), 1);
  }

  /// Ends a block: what was added since the last one weighs one together.
  public void endBlock() {
    float unit = (float) (1 / Math.sqrt(Math.max(1, size - block)));
    Arrays.fill(values, block, size, unit);
    block = size;
  }

  /// A count for each ASCII character, all zero, for whoever counts in order to write a feature and leaves
  /// them so.
  public int[] counts() {
    return counts;
  }

  int size() {
    return size;
  }

  int feature(int index) {
    return features[index];
  }

  float value(int index) {
    return values[index];
  }

  private void add(int feature, float value) {
    if (size == features.length) {
      features = Arrays.copyOf(features, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    features[size] = feature;
    values[size++] = value;
  }

  private static int mix(int hash) {
    int h = hash * PRIME;
    return (h ^ h >>> 15) & MASK;
  }
}
