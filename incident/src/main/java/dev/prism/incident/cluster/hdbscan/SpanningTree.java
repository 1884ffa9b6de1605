package dev.prism.incident.cluster.hdbscan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The minimum spanning tree of mutual reachability (the largest of a distance and both ends' core
/// distances), by Prim's algorithm: time in the square of the points, memory in their number.
final class SpanningTree {
  private SpanningTree() {}

  record Edge(int from, int to, double length) {}

  /// All edges, shortest first; one less than points.
  static List<Edge> of(WeightedPoints points, double[] core) {
    int size = points.size();
    Edge[] edges = new Edge[Math.max(0, size - 1)];
    double[] length = new double[size];
    int[] from = new int[size];
    boolean[] inside = new boolean[size];
    Arrays.fill(length, Double.POSITIVE_INFINITY);
    int newest = 0;
    for (int k = 0; k < edges.length; k++) {
      inside[newest] = true;
      int next = -1;
      for (int j = 0; j < size; j++) {
        if (inside[j]) {
          continue;
        }
        double reach = Math.max(points.distance(newest, j), Math.max(core[newest], core[j]));
        if (reach < length[j]) {
          length[j] = reach;
          from[j] = newest;
        }
        if (next < 0 || length[j] < length[next]) {
          next = j;
        }
      }
      edges[k] = new Edge(from[next], next, length[next]);
      newest = next;
    }
    Arrays.sort(edges, Comparator.comparingDouble(Edge::length));
    return List.of(edges);
  }
}
