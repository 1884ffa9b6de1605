package dev.prism.evals;

import dev.prism.exchange.Score;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where scorers put what they find in one exchange. What was examined and not found wanting gets a 5.
public final class Scorecard {
  private static final int MOST = 32;

  private final String traceId;
  private final long atMicros;
  private final double probability;
  private final List<Score> scores = new ArrayList<>();
  private final Set<String> given = new HashSet<>();
  private final List<Examined> examined = new ArrayList<>();
  private Score.@Nullable By by;

  private record Examined(Score.By by, String rubric) {}

  Scorecard(String traceId, long atMicros, double probability) {
    this.traceId = traceId;
    this.atMicros = atMicros;
    this.probability = probability;
  }

  void signs(Score.By next) {
    by = next;
  }

  private Score.By signer() {
    if (by == null) {
      throw new IllegalStateException("nobody signs");
    }
    return by;
  }

  /// The exchange was looked at by this rubric.
  public void examined(String rubric) {
    Examined one = new Examined(signer(), rubric);
    if (!examined.contains(one)) {
      examined.add(one);
    }
  }

  /// Something is to be said by this rubric.
  ///
  /// @param value  1 to 5; what is outside is drawn in
  /// @param reason a short stable code; the first finding of a reason counts
  public void found(String rubric, double value, String reason) {
    examined(rubric);
    add(rubric, value, reason);
  }

  /// The exchange is worth so much by this rubric, for no particular reason.
  public void valued(String rubric, double value) {
    examined(rubric);
    add(rubric, value, null);
  }

  private void add(String rubric, double value, @Nullable String reason) {
    if (scores.size() < MOST && given.add(signer().key() + ' ' + rubric + ' ' + reason)) {
      scores.add(new Score(traceId, rubric, Math.max(Score.WORST, Math.min(Score.BEST, value)),
          signer(), probability, atMicros, reason, null));
    }
  }

  /// What was found, and a 5 for each rubric with nothing found.
  List<Score> scores() {
    List<Score> all = new ArrayList<>(scores);
    for (Examined one : examined) {
      boolean silent = scores.stream()
          .noneMatch(score -> score.by().equals(one.by()) && score.rubric().equals(one.rubric()));
      if (silent) {
        all.add(new Score(traceId, one.rubric(), Score.BEST, one.by(), probability, atMicros, null,
            null));
      }
    }
    return all;
  }
}
