package dev.prism.incident.cluster;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// The terms of some texts and how rare each is: a text becomes a sparse vector of unit length (TF-IDF).
final class Vocabulary {
  private static final int MOST_TERMS = 8_000;
  private static final int FEWEST_TEXTS = 2;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final double[] rarity;

  /// Keeps terms of at least two texts, the most common ones when there are too many.
  Vocabulary(List<String> texts) {
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      new HashSet<>(Terms.of(text)).forEach(term -> counts.merge(term, 1, Integer::sum));
    }
    List<Map.Entry<String, Integer>> common = counts.entrySet()
        .stream()
        .filter(entry -> entry.getValue() >= FEWEST_TEXTS)
        .sorted(Map.Entry.<String, Integer>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .limit(MOST_TERMS)
        .toList();
    rarity = new double[common.size()];
    for (int i = 0; i < rarity.length; i++) {
      numbers.put(common.get(i).getKey(), i);
      rarity[i] = Math.log((1.0 + texts.size()) / (1 + common.get(i).getValue())) + 1;
    }
  }

  int size() {
    return rarity.length;
  }

  SparseRow row(String text) {
    Map<Integer, Double> weights = new HashMap<>();
    for (String term : Terms.of(text)) {
      Integer number = numbers.get(term);
      if (number != null) {
        weights.merge(number, rarity[number], Double::sum);
      }
    }
    int[] terms = weights.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    double[] values = Arrays.stream(terms).mapToDouble(t -> weights.getOrDefault(t, 0.0)).toArray();
    Vectors.toUnit(values);
    return new SparseRow(terms, values);
  }
}
