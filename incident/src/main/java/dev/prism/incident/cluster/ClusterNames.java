package dev.prism.incident.cluster;

import dev.prism.incident.FailureCluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What a person calls a cluster: the kind of failure where a cause is known, and the terms that its members
/// have and other traces lack.
final class ClusterNames {
  private static final int MOST_TERMS = 3;
  private static final int LONGEST = 120;
  private static final double OFTEN = 0.25;
  private final Map<String, Integer> common = new HashMap<>();
  private final int texts;

  /// @param texts of all traces of the route, failing and passing
  ClusterNames(Collection<String> texts) {
    this.texts = texts.size();
    texts.forEach(
        text -> new HashSet<>(Terms.of(text)).forEach(term -> common.merge(term, 1, Integer::sum)));
  }

  String of(ClusterDraft draft, Subtype subtype) {
    String signature = draft.signature();
    List<String> terms = terms(draft);
    String name;
    if (signature == null || signature.startsWith(FailureCluster.SAME_ANSWER)) {
      name = terms.isEmpty() ? subtype.title() : String.join(", ", terms);
    } else if (signature.startsWith(Cohorts.PREFIX)) {
      name = signature.substring(Cohorts.PREFIX.length())
          + (terms.isEmpty() ? "" : ": " + String.join(", ", terms));
    } else {
      name = subtype.title() + " (" + signature.substring(signature.indexOf(':') + 1) + ")";
    }
    return name.substring(0, Math.min(LONGEST, name.length()));
  }

  /// At most three, most telling first; a term within another is not said twice.
  private List<String> terms(ClusterDraft draft) {
    Map<String, Integer> counts = new HashMap<>();
    for (FailingTrace member : draft.members()) {
      new HashSet<>(Terms.of(member.text())).forEach(term -> counts.merge(term, 1, Integer::sum));
    }
    int size = draft.members().size();
    Map<String, Double> telling = new HashMap<>();
    counts.forEach((term, count) -> {
      double inside = (double) count / size;
      double outside = (common.getOrDefault(term, 0) - count + 0.5)
          / (Math.max(0, texts - size) + 1);
      if (inside >= OFTEN && inside > outside && Terms.names(term)) {
        telling.put(term, inside * Math.log(inside / outside));
      }
    });
    List<String> chosen = new ArrayList<>();
    telling.entrySet()
        .stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .filter(term -> chosen.size() < MOST_TERMS && isNew(term, chosen))
        .forEach(chosen::add);
    return chosen;
  }

  private static boolean isNew(String term, List<String> chosen) {
    List<String> words = Terms.parts(term);
    return chosen.stream().flatMap(other -> Terms.parts(other).stream()).noneMatch(words::contains);
  }
}
