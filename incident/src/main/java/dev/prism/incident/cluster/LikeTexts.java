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

/// Groups traces whose texts lie close together. Equal texts are one point with a weight, since failing
/// answers are often equal to the letter. Membership is hard; shares only bring in traces that would
/// otherwise be alone, since a share falls with the number of clusters.
final class LikeTexts {
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
    points = List.copyOf(equal.values());
    if (points.size() == 1) {
      drafts.add(new ClusterDraft(null, traces, Typical.of(traces)));
      return;
    }
    double[][] places = points.stream()
        .map(same -> space.place(same.getFirst().text()))
        .toArray(double[][]::new);
    int[] weights = points.stream().mapToInt(List::size).toArray();
    group(new Hdbscan(new WeightedPoints(places, weights), settings.density()));
  }

  private void group(Hdbscan found) {
    for (int c = 0; c < found.clusters(); c++) {
      List<FailingTrace> members = new ArrayList<>();
      for (int p = 0; p < points.size(); p++) {
        if (found.label(p) == c || isRescued(found, p, c)) {
          members.addAll(points.get(p));
        }
      }
      members.sort(Comparator.comparingLong(FailingTrace::startedMicros)
          .thenComparing(FailingTrace::id));
      drafts.add(new ClusterDraft(null, members, representatives(found, c, members)));
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
