package dev.prism.server.gameday;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// The table of a game day, as Markdown.
final class GamedayTable {
  private static final double WEEK_MINUTES = 7 * 1_440;
  private static final List<String> CLASSES = List.of("pii_leak", "jailbreak", "hallucination",
      "drift");

  private final List<NightResult> nights;
  private final Intervals intervals;

  GamedayTable(List<NightResult> nights, long seed) {
    this.nights = nights;
    intervals = new Intervals(seed);
  }

  List<NightResult> nights() {
    return nights;
  }

  String markdown() {
    StringBuilder out = new StringBuilder("| figure | all | " + String.join(" | ", CLASSES)
        + " |\n|---|---|" + "---|".repeat(CLASSES.size()) + "\n");
    row(out, "nights with trouble", all -> all.size());
    row(out, "delay from onset to page, minutes, median", GamedayTable::delay);
    row(out, "paged within 15 minutes", all -> within(all, 15));
    row(out, "paged within 60 minutes", all -> within(all, 60));
    row(out, "paged within 240 minutes", all -> within(all, 240));
    row(out, "from page to flip, minutes, median", GamedayTable::contain);
    row(out, "flipped at all", all -> share(all, it -> it.containMinutes() != null));
    row(out, "flipped by itself", all -> share(all, NightResult::byItself));
    row(out, "bad answers shipped, of never contained", GamedayTable::shipped);
    row(out, "the same of an oracle that flips at the onset", GamedayTable::oracle);
    row(out, "bad answers shipped, per night", all -> mean(all, NightResult::shipped));
    row(out, "needlessly moved good answers, per night", all -> mean(all, NightResult::collateral));
    row(out, "the same of an oracle that flips the cohort alone at the onset",
        all -> mean(all, NightResult::oracleMoved));
    row(out, "flips per night", all -> mean(all, NightResult::flips));
    row(out, "nights with more than two flips", all -> share(all, it -> it.flips() > 2));
    row(out, "class right, of the paged", GamedayTable::classRight);
    row(out, "S1 recall, of the paged that are S1", GamedayTable::s1);
    row(out, "three outcomes right", GamedayTable::outcomes);
    row(out, "wrong widen (a worse fix reached 25 % or more)", GamedayTable::wrongWiden);
    row(out, "good fix verified", GamedayTable::goodVerified);
    out.append("\nFalse pages per route-week, on quiet nights and before the onset: ")
        .append(intervals.of(nights, GamedayTable::falsePages))
        .append(".\n\n");
    return out.append(confusion()).toString();
  }

  private void row(StringBuilder out, String name, ToDoubleFunction<List<NightResult>> figure) {
    List<NightResult> troubled = nights.stream().filter(it -> !it.scenario().isNull()).toList();
    out.append("| ").append(name).append(" | ").append(intervals.of(troubled, figure));
    for (String type : CLASSES) {
      out.append(" | ")
          .append(intervals.of(
              troubled.stream().filter(it -> it.scenario().truth().equals(type)).toList(), figure));
    }
    out.append(" |\n");
  }

  static double delay(List<NightResult> all) {
    return Intervals.median(all.stream()
        .map(it -> it.delayMinutes() == null ? Double.POSITIVE_INFINITY : it.delayMinutes())
        .toList());
  }

  static double within(List<NightResult> all, double minutes) {
    return share(all, it -> it.delayMinutes() != null && it.delayMinutes() <= minutes);
  }

  private static double contain(List<NightResult> all) {
    return Intervals
        .median(all.stream().map(NightResult::containMinutes).filter(Objects::nonNull).toList());
  }

  static double shipped(List<NightResult> all) {
    double never = all.stream().mapToDouble(NightResult::never).sum();
    return never == 0 ? Double.NaN : all.stream().mapToDouble(NightResult::shipped).sum() / never;
  }

  private static double oracle(List<NightResult> all) {
    double never = all.stream().mapToDouble(NightResult::never).sum();
    return never == 0 ? Double.NaN : all.stream().mapToDouble(NightResult::oracle).sum() / never;
  }

  private static double classRight(List<NightResult> all) {
    return share(all.stream().filter(it -> it.named() != null).toList(),
        it -> it.scenario().truth().equals(it.named()));
  }

  /// A leak always, a broken refusal or an invention on a regulated route.
  private static double s1(List<NightResult> all) {
    return share(all.stream()
        .filter(it -> it.severity() != null)
        .filter(it -> it.scenario().truth().equals("pii_leak")
            || (it.scenario().regulated() && !it.scenario().truth().equals("drift")))
        .toList(), it -> "S1".equals(it.severity()));
  }

  private static double outcomes(List<NightResult> all) {
    return share(all.stream().filter(it -> it.outcome() != null).toList(),
        it -> Boolean.TRUE.equals(it.outcome()));
  }

  private static double wrongWiden(List<NightResult> all) {
    return share(all.stream()
        .filter(it -> it.widened() != null && it.scenario().fix().startsWith("worse"))
        .toList(), it -> it.widened() != null && it.widened() >= 25);
  }

  private static double goodVerified(List<NightResult> all) {
    return share(all.stream()
        .filter(it -> it.widened() != null && it.scenario().fix().equals("good"))
        .toList(), NightResult::verified);
  }

  static double falsePages(List<NightResult> all) {
    double weeks = all.stream().mapToDouble(NightResult::quietMinutes).sum() / WEEK_MINUTES;
    return all.stream().mapToInt(NightResult::falsePages).sum() / weeks;
  }

  static double share(List<NightResult> all, Predicate<NightResult> holds) {
    return all.isEmpty() ? Double.NaN : (double) all.stream().filter(holds).count() / all.size();
  }

  static double mean(List<NightResult> all, ToDoubleFunction<NightResult> figure) {
    return all.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  private String confusion() {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    nights.stream()
        .filter(it -> !it.scenario().isNull())
        .forEach(it -> counts.computeIfAbsent(it.scenario().truth(), _ -> new TreeMap<>())
            .merge(it.named() == null ? "not paged" : it.named(), 1, Integer::sum));
    StringBuilder out = new StringBuilder("| truth | named |\n|---|---|\n");
    counts.forEach((truth, named) -> out.append("| ")
        .append(truth)
        .append(" | ")
        .append(named.toString().replace("{", "").replace("}", ""))
        .append(" |\n"));
    return out.toString();
  }
}
