package dev.prism.incident.cluster;

import dev.prism.incident.cluster.hdbscan.Hdbscan;
import dev.prism.incident.cluster.hdbscan.WeightedPoints;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Groups traces whose texts lie close together. Equal texts are one point with a weight, since failing
/// answers are often equal to the letter. Membership is hard; shares only bring in traces that would
/// otherwise be alone, since a share falls with the number of clusters.
final class LikeTexts {
  private static final int MOST_LINKED = 400;
  private static final double LINK_LIMIT = 0.7;
  private final ClusterSettings settings;
  private final List<List<FailingTrace>> points;
  private final List<ClusterDraft> drafts = new ArrayList<>();
  private int rescued;

  LikeTexts(ClusterSettings settings, TextSpace space, List<FailingTrace> traces) {
    this.settings = settings;
    Map<List<String>, List<FailingTrace>> equal = new LinkedHashMap<>();
    for (FailingTrace trace : traces) {
      equal.computeIfAbsent(Terms.words(trace.text()), _ -> new ArrayList<>()).add(trace);
    }
    List<double[]> placed = new ArrayList<>();
    points = new ArrayList<>();
    for (List<FailingTrace> same : equal.values()) {
      double[] place = space.place(same.getFirst().text());
      if (Vectors.dot(place, place) > 0) {
        placed.add(place);
        points.add(same);
      } else {
        alone(same);
      }
    }
    if (points.size() < 2) {
      points.forEach(this::alone);
      return;
    }
    double[][] places = placed.toArray(double[][]::new);
    int[] weights = points.stream().mapToInt(List::size).toArray();
    Hdbscan found = new Hdbscan(new WeightedPoints(places, weights), settings.density());
    if (found.clusters() > 0) {
      group(found);
    } else if (points.size() <= MOST_LINKED) {
      link(places, weights);
    }
  }

  /// Texts without a term of the route's are alike only when they are equal; in the space they would lie at its
  /// middle, near to everything.
  private void alone(List<FailingTrace> same) {
    if (same.size() >= settings.density().minClusterSize()) {
      drafts.add(new ClusterDraft(null, oldestFirst(same), Typical.of(same)));
    }
  }

  /// Density needs a second crowd, or nothing stands out; a single one is found by mean distance.
  private void link(double[][] places, int[] weights) {
    int[] labels = AverageLink.labels(places, weights, LINK_LIMIT,
        settings.density().minClusterSize());
    Map<Integer, List<FailingTrace>> groups = new TreeMap<>();
    for (int p = 0; p < labels.length; p++) {
      if (labels[p] >= 0) {
        groups.computeIfAbsent(labels[p], _ -> new ArrayList<>()).addAll(points.get(p));
      }
    }
    groups.values()
        .forEach(
            group -> drafts.add(new ClusterDraft(null, oldestFirst(group), Typical.of(group))));
  }

  private static List<FailingTrace> oldestFirst(List<FailingTrace> traces) {
    return traces.stream()
        .sorted(
            Comparator.comparingLong(FailingTrace::startedMicros).thenComparing(FailingTrace::id))
        .toList();
  }

  private void group(Hdbscan found) {
    for (int c = 0; c < found.clusters(); c++) {
      List<FailingTrace> members = new ArrayList<>();
      for (int p = 0; p < points.size(); p++) {
        if (found.label(p) == c || isRescued(found, p, c)) {
          members.addAll(points.get(p));
        }
      }
      drafts.add(new ClusterDraft(null, oldestFirst(members), representatives(found, c, members)));
    }
  }

  private boolean isRescued(Hdbscan found, int point, int cluster) {
    if (found.label(point) != Hdbscan.NOISE) {
      return false;
    }
    double[] shares = found.membership(point);
    for (int c = 0; c < shares.length; c++) {
      if (shares[c] > shares[cluster]) {
        return false;
      }
    }
    boolean enough = shares[cluster] >= settings.rescueAbove();
    rescued += enough ? points.get(point).size() : 0;
    return enough;
  }

  /// Exemplars first, then whatever is most typical.
  private List<FailingTrace> representatives(Hdbscan found, int cluster,
      List<FailingTrace> members) {
    Set<FailingTrace> chosen = new LinkedHashSet<>();
    for (int point : found.exemplars(cluster)) {
      chosen.add(points.get(point).getFirst());
    }
    chosen.addAll(Typical.of(members));
    return chosen.stream().limit(Typical.MOST).toList();
  }

  List<ClusterDraft> drafts() {
    return drafts;
  }

  /// Traces that only their share brought in.
  int rescued() {
    return rescued;
  }
}
