package dev.prism.incident.cluster.hdbscan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The dendrogram without what only sheds points: a cluster lives from its birth until it splits in two
/// that both have the size of a cluster, and loses points on the way. Density is `1 / distance`. Cluster 0
/// is everything; a child's number is above its parent's.
final class CondensedTree {
  private final Dendrogram merges;
  private final double[] core;
  private final DensitySettings settings;
  private final List<Branch> branches = new ArrayList<>();
  private final int[] cluster;
  private final double[] density;
  private final Deque<int[]> open = new ArrayDeque<>();

  /// @param birth the density at which it became a cluster of its own
  /// @param size  points at birth
  record Branch(int parent, double birth, int size) {}

  CondensedTree(Dendrogram merges, double[] core, DensitySettings settings) {
    this.merges = merges;
    this.core = core;
    this.settings = settings;
    cluster = new int[merges.leaves()];
    density = new double[merges.leaves()];
    born(merges.root(), -1, 0);
    while (!open.isEmpty()) {
      int[] next = open.pop();
      follow(next[0], next[1]);
    }
  }

  private void born(int node, int parent, double birth) {
    branches.add(new Branch(parent, birth, merges.size(node)));
    open.push(new int[]{node, branches.size() - 1});
  }

  private void follow(int start, int in) {
    int node = start;
    while (!merges.isLeaf(node)) {
      double at = density(merges.distance(node));
      int left = merges.left(node);
      int right = merges.right(node);
      boolean leftBig = merges.size(left) >= settings.minClusterSize();
      boolean rightBig = merges.size(right) >= settings.minClusterSize();
      if (leftBig && rightBig) {
        born(left, in, at);
        born(right, in, at);
        return;
      }
      if (!leftBig) {
        shed(left, in, at);
      }
      if (!rightBig) {
        shed(right, in, at);
      }
      if (!leftBig && !rightBig) {
        return;
      }
      node = leftBig ? left : right;
    }
    // Copies of one point, which leave together when even the point's own reach is too far.
    leave(node, in, density(core[node]));
  }

  private void shed(int top, int from, double at) {
    Deque<Integer> nodes = new ArrayDeque<>();
    nodes.push(top);
    while (!nodes.isEmpty()) {
      int node = nodes.pop();
      if (merges.isLeaf(node)) {
        leave(node, from, at);
      } else {
        nodes.push(merges.left(node));
        nodes.push(merges.right(node));
      }
    }
  }

  private void leave(int point, int from, double at) {
    cluster[point] = from;
    density[point] = at;
  }

  private double density(double distance) {
    return 1 / Math.max(distance, settings.finest());
  }

  int points() {
    return cluster.length;
  }

  int weight(int point) {
    return merges.size(point);
  }

  /// The last cluster that a point was in.
  int cluster(int point) {
    return cluster[point];
  }

  /// The density at which the point left it.
  double density(int point) {
    return density[point];
  }

  List<Branch> branches() {
    return branches;
  }

  /// For each cluster the greatest density at which it lost a point or split.
  double[] deaths() {
    double[] deaths = new double[branches.size()];
    for (int p = 0; p < cluster.length; p++) {
      deaths[cluster[p]] = Math.max(deaths[cluster[p]], density[p]);
    }
    for (int b = 1; b < branches.size(); b++) {
      int parent = branches.get(b).parent();
      deaths[parent] = Math.max(deaths[parent], branches.get(b).birth());
    }
    return deaths;
  }
}
