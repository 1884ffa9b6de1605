package dev.prism.routing;

import java.util.List;

/// A share of the callers gets the candidate: the same ones each time, and the same ones still when the
/// share grows. When the candidate cannot serve, the stable target does; never the other way round.
///
/// @param stable    the name of the target that serves the others
/// @param candidate the name of the one on trial
/// @param percent   the candidate's share of the callers
/// @param rollback  when the candidate is taken out by itself
public record Canary(String stable, String candidate, double percent, Rollback rollback)
    implements
      RoutingStrategy {
  public static final String DEFAULT_STABLE = "stable";
  public static final String DEFAULT_CANDIDATE = "candidate";
  public static final double DEFAULT_PERCENT = 5;

  /// A limit of 0 switches that test off. The two arms are compared over the calls since the canary
  /// last changed, and a difference must also be larger than chance makes likely.
  ///
  /// @param errorPoints  how much higher the candidate's share of errors may be, in percentage points
  /// @param latencyRatio how many times the stable target's typical time to first token it may take
  /// @param scoreDrop    how much lower its mean score may be, on the scores' own scale of 0 to 1
  /// @param minimum      calls of each arm before there is a verdict; scores, for the test of scores
  public record Rollback(double errorPoints, double latencyRatio, double scoreDrop, int minimum) {
    public static final Rollback DEFAULT = new Rollback(10, 3, 0.1, 30);

    public Rollback {
      if (!(errorPoints >= 0 && latencyRatio >= 0 && scoreDrop >= 0) || minimum < 1) {
        throw new IllegalArgumentException(
            "rollback limits must not be negative, and minimum must be at least 1");
      }
    }
  }

  public Canary {
    Percent.check("percent", percent);
    if (stable.equals(candidate)) {
      throw new IllegalArgumentException("stable and candidate must be two targets");
    }
  }

  public static Canary of(String stable, String candidate, double percent) {
    return new Canary(stable, candidate, percent, Rollback.DEFAULT);
  }

  /// The same with another share.
  Canary withPercent(double share) {
    return new Canary(stable, candidate, share, rollback);
  }

  @Override
  public String label() {
    return "canary";
  }

  @Override
  public List<String> names() {
    return List.of(stable, candidate);
  }

  @Override
  public Lineup lineup(Choice choice) {
    Target stableTarget = choice.target(stable);
    if (choice.bucket() >= percent || choice.arms(this).rolledBack()) {
      return Lineup.chain(List.of(stableTarget));
    }
    return Lineup.chain(List.of(choice.target(candidate), stableTarget));
  }
}
