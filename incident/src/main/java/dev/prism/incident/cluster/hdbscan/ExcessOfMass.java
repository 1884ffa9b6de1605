package dev.prism.incident.cluster.hdbscan;

import java.util.Arrays;
import java.util.List;

/// Which clusters of the tree to keep: those that outlast what they split into, measured by how long each
/// point stays (in density). Everything together is never a cluster.
final class ExcessOfMass {
  private ExcessOfMass() {}

  /// For each cluster of the tree the number of the kept cluster that it is or lies in, -1 for none.
  static int[] labels(CondensedTree tree) {
    boolean[] kept = kept(tree);
    List<CondensedTree.Branch> branches = tree.branches();
    int[] labels = new int[branches.size()];
    Arrays.fill(labels, -1);
    int next = 0;
    for (int b = 1; b < labels.length; b++) {
      int above = labels[branches.get(b).parent()];
      labels[b] = above >= 0 || !kept[b] ? above : next++;
    }
    return labels;
  }

  /// A descendant of a kept cluster may be marked too; the upper one counts.
  private static boolean[] kept(CondensedTree tree) {
    List<CondensedTree.Branch> branches = tree.branches();
    double[] stability = stability(tree);
    double[] ofChildren = new double[branches.size()];
    boolean[] split = new boolean[branches.size()];
    boolean[] kept = new boolean[branches.size()];
    for (int b = branches.size() - 1; b > 0; b--) {
      kept[b] = !split[b] || ofChildren[b] <= stability[b];
      int parent = branches.get(b).parent();
      split[parent] = true;
      ofChildren[parent] += kept[b] ? stability[b] : ofChildren[b];
    }
    return kept;
  }

  private static double[] stability(CondensedTree tree) {
    List<CondensedTree.Branch> branches = tree.branches();
    double[] stability = new double[branches.size()];
    for (int p = 0; p < tree.points(); p++) {
      int in = tree.cluster(p);
      stability[in] += (tree.density(p) - branches.get(in).birth()) * tree.weight(p);
    }
    for (int b = 1; b < stability.length; b++) {
      CondensedTree.Branch branch = branches.get(b);
      stability[branch.parent()] += (branch.birth() - branches.get(branch.parent()).birth())
          * branch.size();
    }
    return stability;
  }
}
