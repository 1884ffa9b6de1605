package dev.prism.conf;

import dev.prism.exchange.Kebab;
import java.util.Collection;
import java.util.Optional;

/// Guesses which of the known names a person meant.
final class Nearest {
  private static final int LONGEST = 64;

  private Nearest() {}

  /// `did you mean "max-body"?`, or the list of what there is, or nothing if there is nothing.
  static String advice(String written, Collection<String> known) {
    return of(written, known).map(name -> "did you mean \"" + name + "\"?")
        .orElseGet(() -> known.isEmpty() ? "" : "there is " + String.join(", ", known));
  }

  /// The known name that takes the fewest edits, if those are few.
  static Optional<String> of(String written, Collection<String> known) {
    String best = null;
    int fewest = Integer.MAX_VALUE;
    for (String name : known) {
      int edits = edits(plain(written), plain(name));
      if (edits < fewest) {
        fewest = edits;
        best = name;
      }
    }
    return best != null && fewest <= Math.max(1, Math.min(written.length(), best.length()) / 3)
        ? Optional.of(best)
        : Optional.empty();
  }

  /// Case and the style of a name do not count: `maxBody` is `max-body`.
  private static String plain(String name) {
    String kebab = Kebab.of(name);
    return kebab.substring(0, Math.min(kebab.length(), LONGEST));
  }

  /// The optimal string alignment distance: insert, delete, replace, swap neighbours.
  private static int edits(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
