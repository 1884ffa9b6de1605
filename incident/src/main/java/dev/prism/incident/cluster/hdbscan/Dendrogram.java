package dev.prism.incident.cluster.hdbscan;

import java.util.List;

/// The order in which points merge as the reach grows. Nodes below [#leaves] are the points, the others
/// merges, the last one the root.
final class Dendrogram {
  private final WeightedPoints points;
  private final int[] left;
  private final int[] right;
  private final double[] distance;
  private final int[] size;

  Dendrogram(WeightedPoints points, List<SpanningTree.Edge> edges) {
    this.points = points;
    int leaves = points.size();
    left = new int[edges.size()];
    right = new int[edges.size()];
    distance = new double[edges.size()];
    size = new int[edges.size()];
    int[] above = new int[leaves + edges.size()];
    for (int i = 0; i < above.length; i++) {
      above[i] = i;
    }
    for (int k = 0; k < edges.size(); k++) {
      SpanningTree.Edge edge = edges.get(k);
      left[k] = top(above, edge.from());
      right[k] = top(above, edge.to());
      distance[k] = edge.length();
      size[k] = size(left[k]) + size(right[k]);
      above[left[k]] = leaves + k;
      above[right[k]] = leaves + k;
    }
  }

  /// Shortens the way as it goes.
  private static int top(int[] above, int node) {
    int at = node;
    while (above[at] != at) {
      above[at] = above[above[at]];
      at = above[at];
    }
    return at;
  }

  int leaves() {
    return points.size();
  }

  int root() {
    return leaves() + left.length - 1;
  }

  boolean isLeaf(int node) {
    return node < leaves();
  }

  int left(int node) {
    return left[node - leaves()];
  }

  int right(int node) {
    return right[node - leaves()];
  }

  double distance(int node) {
    return distance[node - leaves()];
  }

  /// In points, copies counted.
  int size(int node) {
    return isLeaf(node) ? points.weight(node) : size[node - leaves()];
  }
}
