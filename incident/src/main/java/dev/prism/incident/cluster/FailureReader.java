package dev.prism.incident.cluster;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Takes from a scored trace what the window keeps of it.
final class FailureReader {
  private static final int LONGEST_TEXT = 600;
  private static final int LONGEST_EXPLANATION = 300;
  private final TraceReader reader;
  private final FailureSignature signatures;

  FailureReader(TraceReader reader, Taxonomy taxonomy) {
    this.reader = reader;
    signatures = new FailureSignature(taxonomy);
  }

  /// Whether a failure says anything about answers: what the caller got wrong, and what a limit or a right
  /// refused, does not.
  static boolean concerns(ScoredTrace scored) {
    TraceRecord.Outcome outcome = scored.trace().outcome();
    boolean refused = "policy".equals(outcome.blame())
        && !"content_blocked".equals(outcome.error());
    return !scored.trace().served().route().isEmpty() && !"client".equals(outcome.blame())
        && !refused;
  }

  FailingTrace failing(ScoredTrace scored) {
    TraceRecord trace = scored.trace();
    Map<String, String> facts = reader.facts(trace);
    Optional<String> signature = signatures.of(scored, facts);
    return new FailingTrace(trace.ids().traceId(), trace.asked().startedAtMicros(), text(scored),
        signature.orElse(null), scored.scores()
            .stream()
            .filter(Score::isFailing)
            .map(Score::rubric)
            .collect(Collectors.toSet()),
        facts);
  }

  PassingTrace passing(ScoredTrace scored) {
    TraceRecord trace = scored.trace();
    return new PassingTrace(trace.ids().traceId(), trace.asked().startedAtMicros(), text(scored),
        reader.facts(trace));
  }

  private String text(ScoredTrace scored) {
    StringBuilder text = new StringBuilder();
    append(text, reader.question(scored.trace()), LONGEST_TEXT);
    String answer = scored.trace().texts().response();
    append(text, answer == null ? "" : answer, LONGEST_TEXT);
    for (Score score : scored.scores()) {
      if (score.isFailing() && score.explanation() != null) {
        append(text, score.explanation(), LONGEST_EXPLANATION);
      }
    }
    return text.toString().strip();
  }

  private static void append(StringBuilder text, String part, int longest) {
    text.append(part, 0, Math.min(part.length(), longest)).append('\n');
  }
}
