package dev.prism.incident.cluster;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Takes from a scored trace what the window keeps of it. Belongs to the clustering thread.
final class FailureReader {
  private static final int LONGEST_TEXT = 600;
  private static final int LONGEST_EXPLANATION = 300;
  private static final int LONGEST_PASSING = 300;
  private static final int MOST_WORDS = 10_000;
  private final TraceReader reader;
  private final FailureSignature signatures;
  /// Names and values of facts recur in every trace; one copy of each is enough.
  private final Map<String, String> words = new HashMap<>();

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

  /// How many exchanges of the traffic it stands for, which the checks of all traffic know; at least 1.
  static double weight(ScoredTrace scored) {
    return 1 / scored.scores()
        .stream()
        .filter(
            score -> score.by().kind() == Score.Kind.CHECK || score.by().kind() == Score.Kind.LOCAL)
        .mapToDouble(Score::probability)
        .max()
        .orElse(1);
  }

  FailingTrace failing(ScoredTrace scored) {
    TraceRecord trace = scored.trace();
    TraceReader.Read read = reader.read(trace);
    Optional<String> signature = signatures.of(scored, read.facts());
    return new FailingTrace(trace.ids().traceId(), trace.asked().startedAtMicros(),
        text(scored, read), signature.orElse(null),
        scored.scores()
            .stream()
            .filter(Score::isFailing)
            .map(Score::rubric)
            .collect(Collectors.toSet()),
        shared(read.facts()));
  }

  PassingTrace passing(ScoredTrace scored) {
    TraceRecord trace = scored.trace();
    TraceReader.Read read = reader.read(trace);
    return new PassingTrace(trace.ids().traceId(), trace.asked().startedAtMicros(),
        cut(text(scored, read), LONGEST_PASSING), shared(read.facts()));
  }

  private Map<String, String> shared(Map<String, String> facts) {
    Map<String, String> shared = new HashMap<>();
    facts.forEach((name, value) -> shared.put(shared(name), shared(value)));
    return shared;
  }

  private String shared(String word) {
    String known = words.get(word);
    if (known == null) {
      if (words.size() >= MOST_WORDS) {
        words.clear();
      }
      words.put(word, word);
      known = word;
    }
    return known;
  }

  private static String cut(String text, int longest) {
    return text.substring(0, Math.min(longest, text.length()));
  }

  private static String text(ScoredTrace scored, TraceReader.Read read) {
    StringBuilder text = new StringBuilder();
    append(text, read.question(), LONGEST_TEXT);
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
    text.append(cut(part, longest)).append('\n');
  }
}
