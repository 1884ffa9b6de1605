package dev.prism.incident.cluster.hdbscan;

import java.util.Arrays;
import java.util.List;

/// How much a point belongs to each kept cluster: by its distance to the exemplars, by the density at
/// which it and the cluster come together, and in sum no more than it belongs to any. The parts are shares
/// among all clusters, so the largest falls as their number grows: 0.4 of two is little, 0.4 of ten is much.
final class SoftMembership {
  private static final double TINY = 1e-8;
  private final WeightedPoints points;
  private final CondensedTree tree;
  private final int[] kept;
  private final List<List<Integer>> exemplars;
  private final double[] deaths;

  SoftMembership(WeightedPoints points, CondensedTree tree, int[] labels,
      List<List<Integer>> exemplars) {
    this.points = points;
    this.tree = tree;
    this.exemplars = exemplars;
    deaths = tree.deaths();
    kept = new int[exemplars.size()];
    for (int b = labels.length - 1; b >= 0; b--) {
      if (labels[b] >= 0) {
        kept[labels[b]] = b;
      }
    }
  }

  /// One share for each kept cluster, at least 0, at most 1 in sum.
  double[] of(int point) {
    double[] heights = new double[kept.length];
    for (int c = 0; c < kept.length; c++) {
      heights[c] = height(point, kept[c]);
    }
    double[] shares = byDensity(point, heights);
    double[] near = byDistance(point);
    for (int c = 0; c < shares.length; c++) {
      shares[c] *= near[c];
    }
    scale(shares, inAny(point, heights));
    return shares;
  }

  /// The density at which the point and the cluster come together.
  private double height(int point, int cluster) {
    int left = tree.cluster(point);
    int right = cluster;
    int last = -1;
    boolean leftRose = false;
    boolean rightRose = false;
    while (left != right) {
      if (left > right) {
        leftRose = true;
        last = left;
        left = tree.branches().get(left).parent();
      } else {
        rightRose = true;
        last = right;
        right = tree.branches().get(right).parent();
      }
    }
    return leftRose && rightRose ? tree.branches().get(last).birth() : tree.density(point);
  }

  private double[] byDensity(int point, double[] heights) {
    double most = deaths[tree.cluster(point)] + TINY;
    double[] shares = new double[heights.length];
    for (int c = 0; c < shares.length; c++) {
      shares[c] = Math.exp(Math.exp(-most / Math.max(heights[c], TINY)));
    }
    scale(shares, 1);
    return shares;
  }

  private double[] byDistance(int point) {
    double[] shares = new double[exemplars.size()];
    for (int c = 0; c < shares.length; c++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int exemplar : exemplars.get(c)) {
        nearest = Math.min(nearest, points.distance(point, exemplar));
      }
      shares[c] = 1 / Math.max(nearest, TINY);
    }
    scale(shares, 1);
    return shares;
  }

  private double inAny(int point, double[] heights) {
    int nearest = 0;
    for (int c = 1; c < heights.length; c++) {
      nearest = heights[c] > heights[nearest] ? c : nearest;
    }
    return heights[nearest] / Math.max(deaths[kept[nearest]], tree.density(point));
  }

  private static void scale(double[] shares, double to) {
    double sum = Arrays.stream(shares).sum();
    for (int i = 0; i < shares.length; i++) {
      shares[i] *= to / sum;
    }
  }
}
