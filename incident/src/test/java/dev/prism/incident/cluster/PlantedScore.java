package dev.prism.incident.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How well the best group finds a planted one.
///
/// @param f1        of the group that finds it best, 0 when none has any of it
/// @param precision of that group
/// @param recall    of that group
/// @param junk      groups that hold more scattered traces than planted ones
record PlantedScore(double f1, double precision, double recall, int junk) {

  /// @param groups  ids of each group
  /// @param planted what should be one group
  /// @param any     every id that was planted, in this group or another
  static PlantedScore of(Collection<? extends Collection<String>> groups, Set<String> planted,
      Set<String> any) {
    PlantedScore best = new PlantedScore(0, 0, 0, 0);
    int junk = 0;
    for (Collection<String> group : groups) {
      long hits = group.stream().filter(planted::contains).count();
      long anyHits = group.stream().filter(any::contains).count();
      junk += 2 * anyHits < group.size() ? 1 : 0;
      double precision = (double) hits / group.size();
      double recall = (double) hits / planted.size();
      double f1 = hits == 0 ? 0 : 2 * precision * recall / (precision + recall);
      if (f1 > best.f1()) {
        best = new PlantedScore(f1, precision, recall, 0);
      }
    }
    return new PlantedScore(best.f1(), best.precision(), best.recall(), junk);
  }

  /// Groups from one label for each id; -1 is none.
  static Collection<List<String>> groups(List<String> ids, int[] labels) {
    Map<Integer, List<String>> groups = IntStream.range(0, labels.length)
        .filter(i -> labels[i] >= 0)
        .boxed()
        .collect(Collectors.groupingBy(i -> labels[i],
            Collectors.mapping(ids::get, Collectors.toList())));
    return groups.values();
  }
}
