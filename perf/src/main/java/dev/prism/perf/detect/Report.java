package dev.prism.perf.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// The tables in Markdown.
final class Report {
  private final StringBuilder text = new StringBuilder();

  String text() {
    return text.toString();
  }

  void paragraph(String words) {
    text.append(words).append("\n\n");
  }

  /// False pages and delays of the planted changes.
  void planted(Results results, Predicate<Scenario> which) {
    text.append("| detector | scored/min | false pages per stream-week |");
    Planted.all().forEach(planted -> text.append(' ').append(planted.name()).append(" |"));
    text.append("\n|---|---:|---:|").append("---:|".repeat(Planted.all().size())).append('\n');
    for (int row = 0; row < results.rows.size(); row++) {
      text.append("| ")
          .append(results.rows.get(row).name())
          .append(" | ")
          .append(String.format(Locale.ROOT, "%.1f", results.scored(row)))
          .append(" | ")
          .append(results.falsePages(row, which))
          .append(" |");
      for (int change = 0; change < Planted.all().size(); change++) {
        double[] delays = results.planted(change, row, which);
        text.append(' ')
            .append(Figures.median(delays))
            .append(", ")
            .append(Figures.share(delays, 1_440))
            .append(" |");
      }
      text.append('\n');
    }
    text.append('\n');
  }

  /// False pages by what disturbs.
  void nulls(Results results) {
    text.append("| detector | all nulls | stable | topic mix shift | harmless prompt edit |"
        + " before onsets |\n");
    text.append("|---|---:|---:|---:|---:|---:|\n");
    for (int row = 0; row < results.rows.size(); row++) {
      text.append("| ")
          .append(results.rows.get(row).name())
          .append(" | ")
          .append(results.falsePages(row, Scenario::isNull))
          .append(" |");
      for (String kind : List.of("stable", "topic_mix_shift", "harmless_prompt_edit")) {
        text.append(' ')
            .append(results.falsePages(row, one -> one.kind().equals(kind)))
            .append(" |");
      }
      text.append(' ').append(results.falsePages(row, one -> !one.isNull())).append(" |\n");
    }
    text.append('\n');
  }

  /// The scenarios' own changes, by class.
  void own(Results results) {
    List<String> kinds = List.of("hallucination", "jailbreak", "drift");
    text.append("| detector |");
    kinds.forEach(
        kind -> text.append(' ').append(kind).append(": median, in 1 h, in 4 h, in 24 h |"));
    text.append("\n|---|").append("---:|".repeat(kinds.size())).append('\n');
    for (int row = 0; row < results.rows.size(); row++) {
      text.append("| ").append(results.rows.get(row).name()).append(" |");
      for (String kind : kinds) {
        double[] delays = results.own(row, one -> one.kind().equals(kind));
        text.append(' ')
            .append(Figures.median(delays))
            .append(", ")
            .append(Figures.share(delays, 60))
            .append(", ")
            .append(Figures.share(delays, 240))
            .append(", ")
            .append(Figures.share(delays, 1_440))
            .append(" |");
      }
      text.append('\n');
    }
    text.append('\n');
  }

  /// What a swap of the judge does.
  void judges(Results results) {
    text.append("| detector | pages in the day after a swap with a new name |"
        + " pages in the day after a swap under the old name |"
        + " 8 % broken two hours after a swap with a new name |\n|---|---:|---:|---:|\n");
    for (int row = 0; row < results.rows.size(); row++) {
      int at = row;
      text.append("| ")
          .append(results.rows.get(row).name())
          .append(" | ")
          .append(results.announced.stream().mapToInt(pages -> pages[at]).sum())
          .append(" | ")
          .append(results.silent.stream().mapToInt(pages -> pages[at]).sum())
          .append(" | ")
          .append(Figures.median(results.firstDay(row)))
          .append(", ")
          .append(Figures.share(results.firstDay(row), 1_320))
          .append(" |\n");
    }
    text.append('\n');
  }

  /// The checks, at all traffic.
  void checks(List<Scenario> scenarios, double pagesPerWeek) {
    List<Scenario> watched = scenarios.stream().filter(one -> !one.isNull()).toList();
    List<double[]> all = new ArrayList<>();
    int pages = 0;
    int leaks = 0;
    long slowest = 0;
    for (Scenario scenario : watched) {
      CheckReplay replay = new CheckReplay(scenario, pagesPerWeek);
      pages += replay.quiet();
      double two = replay.delay(0.02);
      CheckReplay again = new CheckReplay(scenario, pagesPerWeek);
      again.quiet();
      double six = again.delay(0.06);
      all.add(new double[]{scenario.perMinute(), two,
          CheckReplay.least(scenario.perMinute(), 0.02, pagesPerWeek), six,
          CheckReplay.least(scenario.perMinute(), 0.06, pagesPerWeek)});
      if (scenario.change() instanceof Change.Leaking) {
        leaks++;
        slowest = Math.max(slowest, new CheckReplay(scenario, pagesPerWeek).leakMillis());
      }
    }
    text.append(
        "| requests per minute | scenarios | +2 % empty | least possible | +6 % empty | least possible |\n"
            + "|---|---:|---:|---:|---:|---:|\n");
    int[] limits = {0, 20, 60, 100, 1_000};
    checks("all", all, 0, 10_000);
    for (int i = 0; i + 1 < limits.length; i++) {
      checks(limits[i] + " to " + (limits[i + 1] - 1), all, limits[i], limits[i + 1]);
    }
    text.append("\nFalse pages of the checks: ")
        .append(pages)
        .append(" in ")
        .append(String.format(Locale.ROOT, "%.1f", watched.size() / 7.0))
        .append(" stream-weeks.\n\nLeaks: ")
        .append(leaks)
        .append(" scenarios, the page came at most ")
        .append(slowest)
        .append(" ms (simulated) after the first leaking answer was scored.\n\n");
  }

  private void checks(String name, List<double[]> all, int from, int to) {
    List<double[]> found = all.stream().filter(one -> one[0] >= from && one[0] < to).toList();
    text.append("| ")
        .append(name)
        .append(" | ")
        .append(found.size())
        .append(" | ")
        .append(minutes(found, 1))
        .append(" | ")
        .append(minutes(found, 2))
        .append(" | ")
        .append(minutes(found, 3))
        .append(" | ")
        .append(minutes(found, 4))
        .append(" |\n");
  }

  private static String minutes(List<double[]> found, int column) {
    double[] delays = found.stream().mapToDouble(one -> one[column]).toArray();
    return String.format(Locale.ROOT, "%.1f", Figures.middle(delays)) + ", "
        + Figures.share(delays, 3) + " within 3 min";
  }
}
