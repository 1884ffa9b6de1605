package dev.prism.server.gameday;

import dev.prism.incident.ContainSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long a gateway really took after its first answer that leaked: until the incident was there, until the
/// route was flipped, until customers had asked as often as it takes to confirm that, and until it was confirmed.
/// For one night; one thread.
final class WallTimes {
  private static final double NANOS = 1e9;
  private long leaked;
  private long paged;
  private long flipped;
  private int answers;
  private long answered;
  private long contained;

  void leaked() {
    leaked = System.nanoTime();
  }

  void paged() {
    paged = paged == 0 ? System.nanoTime() : paged;
  }

  void flipped() {
    flipped = flipped == 0 ? System.nanoTime() : flipped;
  }

  /// One more answer behind the flip.
  void answered() {
    answers++;
    if (answers == ContainSettings.Confirm.DEFAULT_RESPONSES) {
      answered = System.nanoTime();
    }
  }

  void contained() {
    contained = System.nanoTime();
  }

  boolean isContained() {
    return contained != 0;
  }

  /// A table of the slowest and the median of many nights; empty where nothing leaked.
  static String table(List<WallTimes> nights) {
    List<WallTimes> known = nights.stream().filter(it -> it.contained != 0).toList();
    long leaks = nights.stream().filter(it -> it.leaked != 0).count();
    if (leaks == 0) {
      return "";
    }
    StringBuilder out = new StringBuilder(
        "\nReal seconds on the " + leaks + " nights with a leak over HTTP, " + known.size()
            + " of them contained:\n\n| from | to | median | slowest |\n|---|---|---|---|\n");
    row(out, "first leaked answer", "page",
        known.stream().map(it -> it.paged - it.leaked).toList());
    row(out, "page", "flip", known.stream().map(it -> it.flipped - it.paged).toList());
    String enough = ContainSettings.Confirm.DEFAULT_RESPONSES + " answers behind it";
    List<WallTimes> asked = known.stream().filter(it -> it.answered != 0).toList();
    row(out, "flip", enough, asked.stream().map(it -> it.answered - it.flipped).toList());
    row(out, enough, "confirmed on the wire",
        asked.stream().map(it -> it.contained - it.answered).toList());
    row(out, "page", "confirmed on the wire",
        known.stream().map(it -> it.contained - it.paged).toList());
    return out.toString();
  }

  private static void row(StringBuilder out, String from, String to, List<Long> nanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    sorted.sort(null);
    if (!sorted.isEmpty()) {
      out.append(String.format(Locale.ROOT, "| %s | %s | %.2f | %.2f |%n", from, to,
          sorted.get(sorted.size() / 2) / NANOS, sorted.getLast() / NANOS));
    }
  }
}
