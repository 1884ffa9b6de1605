package dev.prism.evals.golden;

/// What became of one assertion.
///
/// @param note why it failed or was skipped, in few words and without the answer's text; empty when it held
public record Checked(Assertion assertion, Result result, String note) {
  /// `SKIPPED`: nobody here can say, such as of another tool's assertion. `BROKEN`: whoever could did not
  /// answer.
  public enum Result {
    HELD, FAILED, SKIPPED, BROKEN
  }

  static Checked of(Assertion assertion, boolean held, String note) {
    return new Checked(assertion, held ? Result.HELD : Result.FAILED, held ? "" : note);
  }
}
