package dev.prism.scanners.text;

import java.util.Arrays;
import java.util.List;

/// Adds up what models say about a view, stride by stride. Reused from scan to scan.
final class GramSums implements Ngrams.Sink {
  private List<NgramModel> models = List.of();
  private int[] sums = new int[64];
  private int[] counts = new int[64];
  private int strides;

  void read(View view, List<NgramModel> asked) {
    models = asked;
    strides = view.length() / NgramModel.STRIDE + 1;
    if (counts.length < strides) {
      counts = new int[strides * 2];
    }
    if (sums.length < strides * asked.size()) {
      sums = new int[strides * asked.size() * 2];
    }
    Arrays.fill(counts, 0, strides, 0);
    Arrays.fill(sums, 0, strides * asked.size(), 0);
    Ngrams.each(view.folded(), 0, view.length(), this);
  }

  @Override
  public void feature(int feature, int at) {
    int stride = at / NgramModel.STRIDE;
    counts[stride]++;
    for (int m = 0; m < models.size(); m++) {
      sums[m * strides + stride] += models.get(m).weight(feature);
    }
  }

  int strides() {
    return strides;
  }

  /// The margin of the window that begins at `stride`.
  float margin(int model, int stride) {
    int sum = sums[model * strides + stride];
    int count = counts[stride];
    if (stride + 1 < strides) {
      sum += sums[model * strides + stride + 1];
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
