package dev.prism.incident.cluster.hdbscan;

import java.util.ArrayList;
import java.util.List;

/// The hearts of each kept cluster: the points that stay longest in each of its densest parts.
final class Exemplars {
  private Exemplars() {}

  /// For each kept cluster its exemplars.
  static List<List<Integer>> of(CondensedTree tree, int[] labels, int clusters) {
    double[] deaths = tree.deaths();
    boolean[] inner = new boolean[labels.length];
    for (CondensedTree.Branch branch : tree.branches()) {
      if (branch.parent() >= 0) {
        inner[branch.parent()] = true;
      }
    }
    List<List<Integer>> exemplars = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      exemplars.add(new ArrayList<>());
    }
    for (int p = 0; p < tree.points(); p++) {
      int in = tree.cluster(p);
      if (labels[in] >= 0 && !inner[in] && tree.density(p) == deaths[in]) {
        exemplars.get(labels[in]).add(p);
      }
    }
    return exemplars;
  }
}
