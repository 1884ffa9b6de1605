package dev.prism.server.gameday;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a night went. Minutes and counts; null for what did not happen.
///
/// @param falsePages     incidents before the onset, or on a night on which nothing happens
/// @param quietMinutes   in which every page is false
/// @param delayMinutes   from the onset to the first page
/// @param containMinutes from the page to the flip
/// @param byItself       whether nobody had to click
/// @param shipped        bad answers from the onset on
/// @param never          bad answers if nobody had done anything
/// @param oracle         bad answers of one who flips to the safe target at the onset
/// @param flips          made
/// @param collateral     good answers of the route that another target gave
/// @param oracleMoved    the same of one who flips the cohort alone at the onset
/// @param named          the class that triage proposed
/// @param severity       that it proposed
/// @param outcome        whether the evaluation said what is true of the golden set
/// @param widened        how far the canary of the fix came, in percent; null when none ran
/// @param verified       whether the fix passed
record NightResult(
    Scenario scenario,
    int falsePages,
    double quietMinutes,
    @Nullable Double delayMinutes,
    @Nullable Double containMinutes,
    boolean byItself,
    double shipped,
    double never,
    double oracle,
    int flips,
    double collateral,
    double oracleMoved,
    @Nullable String named,
    @Nullable String severity,
    @Nullable Boolean outcome,
    @Nullable Double widened,
    boolean verified) {
  /// In one line, for who wants to go through them one by one.
  String line() {
    return String.format(Locale.ROOT,
        "%s %s: false pages %d, paged after %s min as %s %s, flip after %s min, flips %d, shipped"
            + " %.0f of %.0f, moved %.0f, outcome right %s, widened to %s",
        scenario.id(), scenario.truth(), falsePages, shown(delayMinutes), named, severity,
        shown(containMinutes), flips, shipped, never, collateral, outcome, shown(widened));
  }

  private static String shown(@Nullable Double minutes) {
    return minutes == null ? "-" : String.format(Locale.ROOT, "%.1f", minutes);
  }
}
