package dev.prism.scanners;

/// How the votes of a rail's scanners become one decision.
public enum Aggregation {
  ANY, ALL, MAJORITY, WEIGHTED;

  /// Whether the rail fires. Nobody voted: it does not.
  ///
  /// @param tally    the votes
  /// @param fraction of the total weight that must be exceeded under `WEIGHTED`
  boolean fires(Tally tally, double fraction) {
    if (tally.voters() == 0) {
      return false;
    }
    return switch (this) {
      case ANY -> tally.failed() > 0;
      case ALL -> tally.failed() == tally.voters();
      case MAJORITY -> tally.failed() * 2 > tally.voters();
      case WEIGHTED -> tally.failedWeight() > fraction * tally.weight();
    };
  }

  /// @param failed how many scanners want the rail to fire
  record Tally(int voters, int failed, double weight, double failedWeight) {
    static final Tally EMPTY = new Tally(0, 0, 0, 0);

    Tally vote(boolean fails, double voterWeight) {
      return new Tally(voters + 1, fails ? failed + 1 : failed, weight + voterWeight,
          fails ? failedWeight + voterWeight : failedWeight);
    }
  }
}
