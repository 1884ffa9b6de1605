package dev.prism.scanners.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The weights of up to four models side by side. Tables of several models are larger than the processor's
/// caches, and waiting for them is most of what a feature costs. So a feature has the number of a row, two
/// bytes, and the rows are kept once each: many features weigh the same. A row has its weights in lanes of
/// sixteen bits and is added in one step.
final class WeightTable {
  static final int LANES = 4;
  private static final int MOST_ROWS = 1 << Character.SIZE;
  /// So many bytes with their signs fit into a sum of sixteen bits.
  private static final int BLOCK = 256;

  private final List<NgramModel> models;
  private final char[] row;
  private final long[] rows;

  private WeightTable(List<NgramModel> models, char[] row, long[] rows) {
    this.models = models;
    this.row = row;
    this.rows = rows;
  }

  /// The tables of all models, in their order.
  static List<WeightTable> of(List<NgramModel> models) {
    List<WeightTable> tables = new ArrayList<>();
    int from = 0;
    while (from < models.size()) {
      WeightTable table = widest(models.subList(from, Math.min(models.size(), from + LANES)));
      tables.add(table);
      from += table.models.size();
    }
    return List.copyOf(tables);
  }

  /// The table of as many of the models as have few enough rows; any two have.
  private static WeightTable widest(List<NgramModel> models) {
    Numbers numbers = new Numbers();
    char[] row = new char[1 << NgramModel.BITS];
    long[] rows = new long[MOST_ROWS];
    for (int f = 0; f < row.length; f++) {
      long weights = 0;
      for (int m = 0; m < models.size(); m++) {
        weights += (long) models.get(m).weight(f) << (Short.SIZE * m);
      }
      int number = numbers.of(weights);
      if (number == MOST_ROWS) {
        return widest(models.subList(0, models.size() - 1));
      }
      row[f] = (char) number;
      rows[number] = weights;
    }
    return new WeightTable(models, row, Arrays.copyOf(rows, numbers.size));
  }

  /// Numbers rows as they come. Asked once for each feature whenever rails are compiled, so it does without
  /// boxes.
  private static final class Numbers {
    private static final int BITS = Character.SIZE + 2;
    private final long[] rows = new long[1 << BITS];
    /// One more than the number, 0 where there is none.
    private final int[] numbers = new int[1 << BITS];
    private int size;

    int of(long row) {
      int at = (int) ((row * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - BITS));
      while (numbers[at] != 0 && rows[at] != row) {
        at = (at + 1) & ((1 << BITS) - 1);
      }
      if (numbers[at] == 0) {
        rows[at] = row;
        numbers[at] = ++size;
      }
      return numbers[at] - 1;
    }
  }

  /// How many models it has.
  int size() {
    return models.size();
  }

  /// Writes each model's sum over the first `count` features of a buffer to `into[from]` and behind.
  void sum(int[] features, int count, int[] into, int from) {
    Arrays.fill(into, from, from + models.size(), 0);
    for (int at = 0; at < count; at += BLOCK) {
      long lanes = sum(features, at, Math.min(count, at + BLOCK));
      for (int m = 0; m < models.size(); m++) {
        into[from + m] += (short) lanes;
        lanes = (lanes - (short) lanes) >> Short.SIZE;
      }
    }
  }

  private long sum(int[] features, int from, int to) {
    char[] numbers = row;
    long[] weights = rows;
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += weights[numbers[features[i]]];
    }
    return sum;
  }
}
