package dev.prism.incident.cluster.hdbscan;

import java.util.List;

/// The clusters of some points, found at construction: time in the square of their number.
public final class Hdbscan {
  /// Of a point in no cluster.
  public static final int NOISE = -1;
  private final CondensedTree tree;
  private final int[] labels;
  private final List<List<Integer>> exemplars;
  private final double[] deaths;
  private final SoftMembership soft;

  /// @throws IllegalArgumentException without any point
  public Hdbscan(WeightedPoints points, DensitySettings settings) {
    if (points.size() == 0) {
      throw new IllegalArgumentException("there are no points");
    }
    double[] core = CoreDistances.of(points, settings.minSamples());
    Dendrogram merges = new Dendrogram(points, SpanningTree.of(points, core));
    tree = new CondensedTree(merges, core, settings);
    labels = ExcessOfMass.labels(tree);
    int clusters = 0;
    for (int label : labels) {
      clusters = Math.max(clusters, label + 1);
    }
    exemplars = Exemplars.of(tree, labels, clusters);
    deaths = tree.deaths();
    soft = new SoftMembership(points, tree, labels, exemplars);
  }

  /// How many there are.
  public int clusters() {
    return exemplars.size();
  }

  /// The cluster that a point is in, or [#NOISE].
  public int label(int point) {
    return labels[tree.cluster(point)];
  }

  /// How long the point stays in its cluster, by how long the cluster lasts: 0 to 1, 0 for noise.
  public double strength(int point) {
    int label = label(point);
    if (label == NOISE) {
      return 0;
    }
    int top = tree.cluster(point);
    while (labels[tree.branches().get(top).parent()] == label) {
      top = tree.branches().get(top).parent();
    }
    return Math.min(1, tree.density(point) / deaths[top]);
  }

  /// The most typical points of a cluster.
  public List<Integer> exemplars(int cluster) {
    return List.copyOf(exemplars.get(cluster));
  }

  /// How much a point belongs to each cluster: shares of at most 1 in sum.
  public double[] membership(int point) {
    return soft.of(point);
  }
}
