package dev.prism.incident.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The clusters of one route over all runs: gives the groups of a run the ids that they had before.
///
/// A signature is its own identity. Groups of texts are matched by the Jaccard index of their members, counted
/// over the traces that both runs knew, most alike first. Above 1/2 this is the best assignment and the only
/// one: two groups of one run share no member, so no third group can have more than half in common with both.
/// Down to the limit it is greedy, and its sum of likenesses is at least half of the best. What is then left
/// is matched by the texts of its exemplars, so that a cause that comes back keeps its id.
final class ClusterLedger {
  private static final double LEAST_OVERLAP = 0.3;
  private static final double LEAST_LIKENESS = 0.6;
  private static final int MOST_KNOWN = 200;
  private static final int ID_BYTES = 6;
  private final String route;
  private final long forgetMillis;
  private final Map<String, KnownCluster> known = new LinkedHashMap<>();
  private Set<String> lastTraces = Set.of();

  /// @param forgetMillis how long a cluster is remembered that no run finds again
  ClusterLedger(String route, long forgetMillis) {
    this.route = route;
    this.forgetMillis = forgetMillis;
  }

  /// A likely identity: how alike a group and a known cluster are, 0 to 1.
  private record Match(KnownCluster known, ClusterDraft draft, double likeness) {}

  /// The identity of each group.
  ///
  /// @param traces ids of all failing traces of this run's window
  Map<ClusterDraft, KnownCluster> identify(Grouping.Run run, Set<String> traces, long nowMillis) {
    Map<ClusterDraft, KnownCluster> identities = new LinkedHashMap<>();
    List<ClusterDraft> texts = new ArrayList<>();
    for (ClusterDraft draft : run.drafts()) {
      String signature = draft.signature();
      if (signature == null) {
        texts.add(draft);
      } else {
        identities.put(draft, bySignature(signature));
      }
    }
    assign(overlaps(texts, traces), identities);
    assign(likenesses(texts, identities, run.space()), identities);
    texts.stream()
        .filter(draft -> !identities.containsKey(draft))
        .forEach(draft -> identities.put(draft, fresh(draft)));
    identities.forEach((draft, cluster) -> cluster.take(draft, nowMillis));
    lastTraces = Set.copyOf(traces);
    forget(nowMillis);
    return identities;
  }

  private static void assign(List<Match> matches, Map<ClusterDraft, KnownCluster> identities) {
    Set<KnownCluster> taken = new HashSet<>(identities.values());
    matches.stream()
        .sorted(Comparator.comparingDouble(Match::likeness)
            .reversed()
            .thenComparing(match -> match.known().id))
        .forEach(match -> {
          if (!identities.containsKey(match.draft()) && taken.add(match.known())) {
            identities.put(match.draft(), match.known());
          }
        });
  }

  private List<Match> overlaps(List<ClusterDraft> drafts, Set<String> traces) {
    List<Match> matches = new ArrayList<>();
    for (ClusterDraft draft : drafts) {
      Set<String> now = new HashSet<>();
      draft.members().forEach(member -> now.add(member.id()));
      for (KnownCluster cluster : byTexts()) {
        double overlap = jaccard(now, cluster.members, traces);
        if (overlap >= LEAST_OVERLAP) {
          matches.add(new Match(cluster, draft, overlap));
        }
      }
    }
    return matches;
  }

  /// Of what both runs could have had: the newer members that the last run knew, the older ones that are
  /// still here.
  private double jaccard(Set<String> now, Set<String> before, Set<String> traces) {
    long older = before.stream().filter(traces::contains).count();
    long newer = now.stream().filter(id -> lastTraces.contains(id) || before.contains(id)).count();
    long both = now.stream().filter(before::contains).count();
    return both == 0 ? 0 : (double) both / (older + newer - both);
  }

  private List<Match> likenesses(List<ClusterDraft> drafts,
      Map<ClusterDraft, KnownCluster> identities, @Nullable TextSpace space) {
    List<Match> matches = new ArrayList<>();
    if (space == null) {
      return matches;
    }
    List<KnownCluster> free = byTexts().stream().filter(c -> !identities.containsValue(c)).toList();
    for (ClusterDraft draft : drafts) {
      if (!identities.containsKey(draft)) {
        double[] here = middle(draft.representatives().stream().map(FailingTrace::text).toList(),
            space);
        for (KnownCluster cluster : free) {
          double likeness = Vectors.dot(here, middle(cluster.exemplars, space));
          if (likeness >= LEAST_LIKENESS) {
            matches.add(new Match(cluster, draft, likeness));
          }
        }
      }
    }
    return matches;
  }

  static double[] middle(List<String> texts, TextSpace space) {
    double[] middle = space.place("");
    texts.forEach(text -> Vectors.add(middle, space.place(text), 1));
    Vectors.toUnit(middle);
    return middle;
  }

  private List<KnownCluster> byTexts() {
    return known.values().stream().filter(cluster -> cluster.signature == null).toList();
  }

  private KnownCluster bySignature(String signature) {
    return known.computeIfAbsent(id(signature, 0), id -> new KnownCluster(id, signature));
  }

  private KnownCluster fresh(ClusterDraft draft) {
    int attempt = 0;
    String id = id("text:" + draft.members().getFirst().id(), attempt);
    while (known.containsKey(id)) {
      attempt++;
      id = id("text:" + draft.members().getFirst().id(), attempt);
    }
    KnownCluster cluster = new KnownCluster(id, null);
    known.put(id, cluster);
    return cluster;
  }

  private String id(String what, int attempt) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256")
          .digest(String.join("\n", Grouping.VERSION, route, what, Integer.toString(attempt))
              .getBytes(StandardCharsets.UTF_8));
      return "fc-" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void forget(long nowMillis) {
    known.values().removeIf(cluster -> nowMillis - cluster.seenMillis > forgetMillis);
    while (known.size() > MOST_KNOWN) {
      KnownCluster oldest = known.values()
          .stream()
          .min(Comparator.comparingLong(cluster -> cluster.seenMillis))
          .orElseThrow();
      known.remove(oldest.id);
    }
  }

  /// Of all that are remembered.
  Set<String> ids() {
    return known.keySet();
  }

  /// The one of a signature, null when no run has found it.
  @Nullable
  KnownCluster of(String signature) {
    return known.get(id(signature, 0));
  }
}
