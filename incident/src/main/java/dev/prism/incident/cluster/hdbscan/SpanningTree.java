package dev.prism.incident.cluster.hdbscan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The minimum spanning tree of mutual reachability (the largest of a distance and both ends' core
/// distances), by Prim's algorithm: time in the square of the points, memory in their number. Many edges are
/// equally long, since a core distance hides the distances below it; of those the nearer points are joined,
/// so that the order of the points decides nothing.
final class SpanningTree {
  private final WeightedPoints points;
  private final double[] core;
  private final double[] length;
  private final double[] distance;
  private final int[] from;

  /// @param length   the mutual reachability
  /// @param distance of the points themselves
  record Edge(int from, int to, double length, double distance) {}

  private SpanningTree(WeightedPoints points, double[] core) {
    this.points = points;
    this.core = core;
    length = new double[points.size()];
    distance = new double[points.size()];
    from = new int[points.size()];
    Arrays.fill(length, Double.POSITIVE_INFINITY);
  }

  /// All edges, shortest first; one less than points.
  static List<Edge> of(WeightedPoints points, double[] core) {
    return new SpanningTree(points, core).edges();
  }

  private List<Edge> edges() {
    Edge[] edges = new Edge[Math.max(0, points.size() - 1)];
    boolean[] inside = new boolean[points.size()];
    int newest = 0;
    for (int k = 0; k < edges.length; k++) {
      inside[newest] = true;
      int next = -1;
      for (int j = 0; j < inside.length; j++) {
        if (!inside[j]) {
          reach(newest, j);
          next = next < 0 || isNearer(length[j], distance[j], length[next], distance[next])
              ? j
              : next;
        }
      }
      edges[k] = new Edge(from[next], next, length[next], distance[next]);
      newest = next;
    }
    Arrays.sort(edges,
        Comparator.comparingDouble(Edge::length).thenComparingDouble(Edge::distance));
    return List.of(edges);
  }

  private void reach(int inside, int point) {
    double near = points.distance(inside, point);
    double reach = Math.max(near, Math.max(core[inside], core[point]));
    if (isNearer(reach, near, length[point], distance[point])) {
      length[point] = reach;
      distance[point] = near;
      from[point] = inside;
    }
  }

  private static boolean isNearer(double length, double distance, double thanLength,
      double thanDistance) {
    return length < thanLength || (length == thanLength && distance < thanDistance);
  }
}
