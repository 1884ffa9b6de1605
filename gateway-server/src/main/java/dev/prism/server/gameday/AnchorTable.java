package dev.prism.server.gameday;

import java.util.List;

/// The same nights by detector: one row each, all drawn from the same answers and marks.
final class AnchorTable {
  private static final String HEAD = """
      | detector | false pages per route-week | delay, minutes, median | paged within 60 min | within a day \
      | shipped, of never contained | moved good answers per night | flips per night |
      |---|---|---|---|---|---|---|---|
      """;

  private final Intervals intervals;
  private final StringBuilder rows = new StringBuilder();

  AnchorTable(long seed) {
    intervals = new Intervals(seed);
  }

  void add(String name, List<NightResult> nights) {
    List<NightResult> troubled = nights.stream().filter(it -> !it.scenario().isNull()).toList();
    rows.append("| ").append(name);
    rows.append(" | ").append(intervals.of(nights, GamedayTable::falsePages));
    rows.append(" | ").append(intervals.of(troubled, GamedayTable::delay));
    rows.append(" | ").append(intervals.of(troubled, all -> GamedayTable.within(all, 60)));
    rows.append(" | ").append(intervals.of(troubled, all -> GamedayTable.within(all, 1_440)));
    rows.append(" | ").append(intervals.of(troubled, GamedayTable::shipped));
    rows.append(" | ")
        .append(intervals.of(troubled, all -> GamedayTable.mean(all, NightResult::collateral)));
    rows.append(" | ")
        .append(intervals.of(troubled, all -> GamedayTable.mean(all, NightResult::flips)))
        .append(" |\n");
  }

  String markdown() {
    return HEAD + rows;
  }
}
