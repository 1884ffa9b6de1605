package dev.prism.scanners.text;

import java.util.List;

/// Adds up what models say about a view, stride by stride. Reused from scan to scan.
final class GramSums {
  private final Ngrams grams = new Ngrams();
  private final int[] buffer = Ngrams.buffer(NgramModel.STRIDE);
  private List<NgramModel> models = List.of();
  private int lanes;
  private int[] sums = new int[64];
  private int[] counts = new int[64];
  private int strides;

  void read(View view, Lexicon lexicon) {
    models = lexicon.models;
    lanes = models.size();
    strides = view.length() / NgramModel.STRIDE + 1;
    if (counts.length < strides) {
      counts = new int[strides * 2];
    }
    if (sums.length < strides * lanes) {
      sums = new int[strides * lanes * 2];
    }
    grams.start(view.folded(), 0, view.length());
    for (int stride = 0; stride < strides; stride++) {
      int count = grams.fill(buffer, (stride + 1) * NgramModel.STRIDE);
      counts[stride] = count;
      int into = stride * lanes;
      for (int t = 0; t < lexicon.weights.size(); t++) {
        WeightTable table = lexicon.weights.get(t);
        table.sum(buffer, count, sums, into);
        into += table.size();
      }
    }
  }

  /// The margin of the window that begins at `stride`.
  float margin(int model, int stride) {
    int sum = sums[stride * lanes + model];
    int count = counts[stride];
    if (stride + 1 < strides) {
      sum += sums[(stride + 1) * lanes + model];
      count += counts[stride + 1];
    }
    return models.get(model).margin(sum, count);
  }

  /// The window with the largest margin.
  int best(int model) {
    int best = 0;
    int last = Math.max(1, strides - 1);
    for (int stride = 1; stride < last; stride++) {
      if (margin(model, stride) > margin(model, best)) {
        best = stride;
      }
    }
    return best;
  }
}
