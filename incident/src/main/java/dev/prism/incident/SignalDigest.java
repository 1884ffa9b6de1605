package dev.prism.incident;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes of a signal what an incident keeps of it.
final class SignalDigest {
  private static final int LONGEST_FACT = 200;

  private SignalDigest() {}

  static SignalNote of(Signal signal) {
    return switch (signal) {
      case Signal.ScoreDrop drop -> note("score_drop", drop, drop.stream(), "", drop.onsetMillis(),
          new Size(0, drop.scored(), drop.drop()),
          String.format(Locale.ROOT, "%s dropped by %.1f points (%.1f to %.1f) from %.1f, by %s%s",
              drop.stream().rubric(), drop.drop(), drop.dropLow(), drop.dropHigh(), drop.baseline(),
              drop.detector(), drop.commonMode() ? "; on most routes of this model at once" : ""));
      case Signal.CheckFailing check -> note("check_failing", check, check.stream(), check.reason(),
          check.onsetMillis(), new Size(check.failing(), check.of(), 0),
          String.format(Locale.ROOT, "%s: %d of %d answers since then, %.2f %% before",
              check.reason(), check.failing(), check.of(), 100 * check.baseline()));
      case Signal.Clustered(FailureCluster cluster, long at) -> clustered(cluster, at);
      case Signal.Escalation escalation -> escalated(escalation);
      case Signal.JudgeChanged changed -> note("judge_changed", changed, changed.stream(),
          "judge_changed", changed.atMillis(), new Size(0, changed.rejudged(), changed.shift()),
          String.format(Locale.ROOT, "the judge %s replaced %s: %.1f points on the same answers",
              changed.stream().judge(), changed.previousJudge(), changed.shift()));
    };
  }

  private record Size(long failing, long of, double points) {}

  private static SignalNote note(String kind, Signal signal, StreamKey stream, String reason,
      long onset, Size size, String text) {
    return new SignalNote(kind, signal.atMillis(), onset, stream.target(), stream.promptVersion(),
        stream.model(), stream.cohort(), stream.rubric(), reason, size.failing(), size.of(),
        size.points(), null, null, signal.traceIds(), text);
  }

  private static SignalNote clustered(FailureCluster cluster, long at) {
    List<FailureCluster.Contrast> contrast = cluster.contrast();
    String telling = contrast.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "; %s=%s: %.0f %% of failures, %.1f %% of passes",
            contrast.getFirst().attribute(), contrast.getFirst().value(),
            100 * contrast.getFirst().failingShare(), 100 * contrast.getFirst().passingShare());
    return new SignalNote("clustered", at, cluster.firstMicros() / 1_000, value(contrast, "target"),
        value(contrast, "prompt_version"), value(contrast, "model"), null, null, cluster.subtype(),
        cluster.members().size(), 0, 0, cluster.id(), null, cluster.representatives(),
        cluster.members().size() + " failing exchanges: " + cluster.name() + telling);
  }

  /// The value of an attribute that most failures share.
  private static @Nullable String value(List<FailureCluster.Contrast> contrast, String attribute) {
    return contrast.stream()
        .filter(each -> each.attribute().equals(attribute) && each.failingShare() >= 0.8)
        .map(FailureCluster.Contrast::value)
        .findFirst()
        .orElse(null);
  }

  private static SignalNote escalated(Signal.Escalation escalation) {
    String ticket = escalation.ticket() == null ? "" : ", ticket " + escalation.ticket();
    StringBuilder facts = new StringBuilder();
    new TreeMap<>(escalation.facts()).forEach(
        (name, value) -> facts.append("; ").append(cut(name)).append(": ").append(cut(value)));
    return new SignalNote("escalation", escalation.atMillis(), escalation.atMillis(), null, null,
        null, null, null, escalation.tag(), escalation.traceIds().size(), 0, 0, null,
        escalation.sessionId(), escalation.traceIds(),
        "a customer complained (" + escalation.tag() + ticket + facts + ")");
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_FACT ? text : text.substring(0, LONGEST_FACT) + "…";
  }
}
