package dev.prism.evals.golden;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of one entry.
///
/// @param runs     each of its runs
/// @param before   what the baseline says of it, null when that does not know it
public record EntryResult(
    GoldenEntry entry,
    List<Run> runs,
    Verdict verdict,
    @Nullable Verdict before) {
  public EntryResult {
    runs = List.copyOf(runs);
  }

  /// `ERROR`: most runs had no answer, or nothing could be checked; that is no pass.
  public enum Verdict {
    PASSED, FAILED, ERROR
  }

  /// One answer.
  ///
  /// @param answered what answered, null when nothing did
  /// @param checked  the assertions, none when nothing answered
  /// @param error    why nothing answered, null when something did
  public record Run(
      Answers.@Nullable Answer answered,
      List<Checked> checked,
      @Nullable String error) {
    public Run {
      checked = List.copyOf(checked);
    }

    public Verdict verdict() {
      boolean held = false;
      for (Checked each : checked) {
        switch (each.result()) {
          case FAILED -> {
            return Verdict.FAILED;
          }
          case HELD -> held = true;
          case SKIPPED, BROKEN -> {
            // Says nothing for or against the answer.
          }
        }
      }
      boolean broken = checked.stream().anyMatch(each -> each.result() == Checked.Result.BROKEN);
      return held && !broken ? Verdict.PASSED : Verdict.ERROR;
    }
  }

  static EntryResult of(GoldenEntry entry, List<Run> runs, @Nullable Verdict before) {
    long errors = count(runs, Verdict.ERROR);
    long failed = count(runs, Verdict.FAILED);
    Verdict verdict = errors * 2 > runs.size()
        ? Verdict.ERROR
        : failed * 2 > runs.size() - errors ? Verdict.FAILED : Verdict.PASSED;
    return new EntryResult(entry, runs, verdict, before);
  }

  private static long count(List<Run> runs, Verdict verdict) {
    return runs.stream().filter(run -> run.verdict() == verdict).count();
  }

  public long passedRuns() {
    return count(runs, Verdict.PASSED);
  }

  /// It passed when the baseline was made and does not now.
  public boolean isRegression() {
    return before == Verdict.PASSED && verdict != Verdict.PASSED;
  }

  /// Why it did not pass, the first reason; empty when it did.
  public String reason() {
    if (verdict == Verdict.PASSED) {
      return "";
    }
    for (Run run : runs) {
      if (run.verdict() == verdict) {
        return reason(run);
      }
    }
    return "";
  }

  private static String reason(Run run) {
    String error = run.error();
    if (error != null) {
      return error;
    }
    Checked.Result wanted = run.verdict() == Verdict.FAILED
        ? Checked.Result.FAILED
        : Checked.Result.BROKEN;
    return run.checked()
        .stream()
        .filter(each -> each.result() == wanted)
        .findFirst()
        .or(() -> run.checked().stream().findFirst())
        .map(each -> each.assertion().type() + ": " + each.note())
        .orElse("nothing to check");
  }
}
