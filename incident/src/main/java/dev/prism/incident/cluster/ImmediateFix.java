package dev.prism.incident.cluster;

import dev.prism.incident.FailureCluster.Contrast;
import java.util.List;
import java.util.Locale;

/// What to do first, in words that need no judge: the strongest contrast with its figures, then the advice of
/// the kind of failure.
final class ImmediateFix {
  private ImmediateFix() {}

  static String of(Subtype subtype, List<Contrast> contrast) {
    if (contrast.isEmpty()) {
      return subtype.title() + ". " + subtype.advice();
    }
    Contrast strongest = contrast.getFirst();
    return subtype.title() + ": " + strongest.attribute() + " = " + strongest.value() + " in "
        + percent(strongest.failingShare()) + " of failures, " + percent(strongest.passingShare())
        + " of passes. " + subtype.advice();
  }

  private static String percent(double share) {
    double percent = share * 100;
    boolean whole = percent >= 10 || percent == Math.rint(percent);
    return String.format(Locale.ROOT, whole ? "%.0f %%" : "%.1f %%", percent);
  }
}
