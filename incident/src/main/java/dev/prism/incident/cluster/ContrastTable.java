package dev.prism.incident.cluster;

import dev.prism.incident.FailureCluster.Contrast;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What sets failing traces apart from passing ones: every value of every attribute, by the lower bound of
/// the difference of its shares. Pairs of values are tried among the strongest only. The rate of false
/// discoveries among all that was tried is held below 5 % (Benjamini, Hochberg 1995).
final class ContrastTable {
  private static final int SHOWN = 20;
  private static final int PAIRED = 20;
  private static final int MOST_VALUES = 5_000;
  private static final double FALSE_DISCOVERIES = 0.05;
  private static final int FEWEST_HITS = 3;
  /// By how much a pair's bound must exceed those of its parts to be worth two conditions.
  private static final double PAIR_GAINS = 0.02;
  private final int failing;
  private final int passing;
  private int tried;

  private ContrastTable(int failing, int passing) {
    this.failing = failing;
    this.passing = passing;
  }

  /// Where a value occurs: bits of failing traces, then of passing ones.
  private record Tried(
      String attribute,
      String value,
      BitSet where,
      Shares shares,
      double bound,
      double chance) {}

  /// Strongest first; empty when there are no traces of one kind.
  ///
  /// @param failing the attributes of each failing trace
  /// @param passing the attributes of each passing trace
  static List<Contrast> of(List<Map<String, String>> failing, List<Map<String, String>> passing) {
    return failing.isEmpty() || passing.isEmpty()
        ? List.of()
        : new ContrastTable(failing.size(), passing.size()).table(failing, passing);
  }

  private List<Contrast> table(List<Map<String, String>> failures,
      List<Map<String, String>> passes) {
    List<Tried> single = values(failures, passes).entrySet()
        .stream()
        .map(entry -> tried(entry.getKey().attribute(), entry.getKey().value(), entry.getValue()))
        .sorted(STRONGEST)
        .toList();
    tried = single.size();
    List<Tried> all = new ArrayList<>(single);
    all.addAll(pairs(single.subList(0, Math.min(PAIRED, single.size()))));
    return discoveries(all);
  }

  private record Value(String attribute, String value) {}

  /// Those that occur in failing traces often enough to say anything.
  private static Map<Value, BitSet> values(List<Map<String, String>> failures,
      List<Map<String, String>> passes) {
    Map<Value, BitSet> where = new HashMap<>();
    for (int i = 0; i < failures.size(); i++) {
      for (Map.Entry<String, String> fact : failures.get(i).entrySet()) {
        Value value = new Value(fact.getKey(), fact.getValue());
        BitSet bits = where.get(value);
        if (bits == null && where.size() < MOST_VALUES) {
          bits = new BitSet();
          where.put(value, bits);
        }
        if (bits != null) {
          bits.set(i);
        }
      }
    }
    where.values().removeIf(bits -> bits.cardinality() < FEWEST_HITS);
    for (int i = 0; i < passes.size(); i++) {
      for (Map.Entry<String, String> fact : passes.get(i).entrySet()) {
        BitSet bits = where.get(new Value(fact.getKey(), fact.getValue()));
        if (bits != null) {
          bits.set(failures.size() + i);
        }
      }
    }
    return where;
  }

  private Tried tried(String attribute, String value, BitSet where) {
    int hits = where.get(0, failing).cardinality();
    Shares shares = new Shares(hits, failing, where.cardinality() - hits, passing);
    return new Tried(attribute, value, where, shares, shares.lowerBound(), shares.chance());
  }

  private static final Comparator<Tried> STRONGEST = Comparator.comparingDouble(Tried::bound)
      .reversed()
      .thenComparing(Tried::attribute)
      .thenComparing(Tried::value);

  private List<Tried> pairs(List<Tried> strongest) {
    List<Tried> pairs = new ArrayList<>();
    for (int i = 0; i < strongest.size(); i++) {
      for (int j = i + 1; j < strongest.size(); j++) {
        Tried one = strongest.get(i);
        Tried other = strongest.get(j);
        if (!one.attribute().equals(other.attribute())) {
          BitSet both = (BitSet) one.where().clone();
          both.and(other.where());
          tried++;
          Tried pair = tried(one.attribute() + " & " + other.attribute(),
              one.value() + " & " + other.value(), both);
          if (pair.bound() > Math.max(one.bound(), other.bound()) + PAIR_GAINS) {
            pairs.add(pair);
          }
        }
      }
    }
    return pairs;
  }

  /// Ranks by chance, corrects for all that was tried (the pairs that gained nothing too), and keeps what is
  /// below the limit and points the right way.
  private List<Contrast> discoveries(List<Tried> all) {
    List<Tried> likely = all.stream().sorted(Comparator.comparingDouble(Tried::chance)).toList();
    Map<Tried, Double> corrected = new HashMap<>();
    double least = 1;
    for (int i = likely.size() - 1; i >= 0; i--) {
      least = Math.min(least, likely.get(i).chance() * tried / (i + 1));
      corrected.put(likely.get(i), least);
    }
    return all.stream()
        .filter(t -> t.bound() > 0 && corrected.getOrDefault(t, 1.0) <= FALSE_DISCOVERIES)
        .sorted(STRONGEST)
        .limit(SHOWN)
        .map(t -> new Contrast(t.attribute(), t.value(), t.shares().share(),
            t.shares().otherShare(), t.shares().lift(), t.bound(), corrected.getOrDefault(t, 1.0)))
        .toList();
  }
}
