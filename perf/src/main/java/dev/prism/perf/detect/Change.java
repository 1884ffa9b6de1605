package dev.prism.perf.detect;

/// What goes wrong at a scenario's onset.
sealed interface Change {
  /// A share of all answers gets this score.
  record Replaced(double share, int points) implements Change {}

  /// A share of the answers comes from another model, all at once or little by little.
  record Swapped(String model, double share, int rampMinutes) implements Change {}

  /// The mean of every route moves, as traffic does, and approaches its new value within `tau` minutes.
  record Shifted(double points, double tauMinutes) implements Change {}

  /// A share of all answers has something confirmed in it that must not be there.
  record Leaking(double share) implements Change {}

  /// A share of all answers is empty, which the checks see.
  record Empty(double share) implements Change {}

  /// Another judge, by its name, and some time later a share of all answers gets no points.
  record SwappedThenBroken(int afterMinutes, double share) implements Change {}

  /// Another, harsher judge scores from now on.
  ///
  /// @param announced whether its scores carry its name
  record JudgeSwapped(boolean announced) implements Change {
    /// By so many points two judges of WildBench differ on the same answers.
    static final double HARSHER = 6;
  }
}
