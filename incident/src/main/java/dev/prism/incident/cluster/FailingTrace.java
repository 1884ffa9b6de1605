package dev.prism.incident.cluster;

import dev.prism.incident.FailureCluster;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the window keeps of a failing trace.
///
/// @param text      question, answer and what a judge said of it, cut to some hundred characters each
/// @param signature of its cause, null when no check names one
/// @param rubrics   that it fails
/// @param facts     its attributes
record FailingTrace(
    String id,
    long startedMicros,
    String text,
    @Nullable String signature,
    Set<String> rubrics,
    Map<String, String> facts) {
  FailingTrace {
    rubrics = Set.copyOf(rubrics);
    facts = Map.copyOf(facts);
  }

  /// With what was said of the same trace later: a cause that is known stays, rubrics add up.
  FailingTrace and(FailingTrace later) {
    Set<String> all = new HashSet<>(rubrics);
    all.addAll(later.rubrics());
    return new FailingTrace(id, startedMicros,
        later.text().length() > text.length() ? later.text() : text,
        isKnown() || later.signature() == null ? signature : later.signature(), all, facts);
  }

  private boolean isKnown() {
    return signature != null && !signature.startsWith(FailureCluster.SAME_ANSWER);
  }
}
