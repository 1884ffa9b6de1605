package dev.prism.incident;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can happen to an incident. Stored by the simple name of its record, with the record's components
/// as JSON: a component that is added must be able to be absent.
public sealed interface Happening {
  /// @param dedupKey of route, class or rubric, and cause: equal for the same trouble
  record Opened(String route, String dedupKey, SignalNote signal) implements Happening {}

  /// A further signal of the same trouble.
  record Joined(SignalNote signal) implements Happening {}

  /// Somebody has it.
  record Acknowledged() implements Happening {}

  /// Nobody took it in time, or something needs a person.
  ///
  /// @param level 1 for the next contact, and so on
  record Escalated(int level, String text) implements Happening {}

  /// @param confidence 0 to 1
  /// @param evidence   what speaks for it, strongest first
  /// @param byHuman    a person's word, which wins over every proposal and is kept as a label
  record Classified(
      IncidentClass type,
      Severity severity,
      double confidence,
      List<String> evidence,
      boolean byHuman) implements Happening {
    Classified atLeast(Severity least) {
      return new Classified(type, severity.orWorse(least), confidence, evidence, byHuman);
    }
  }

  /// What containment would do or does, by which rule, and why not more.
  ///
  /// @param course `auto`, `suggest`, `shadow`, `covered`, `declined`
  /// @param plan   null when there is nothing to flip to
  record Considered(String course, String rule, @Nullable FlipPlan plan) implements Happening {}

  /// About to flip. Whoever finds this without its [Flipped] takes up from here.
  record FlipIntended(FlipPlan plan) implements Happening {}

  /// The flip is durable in the routing table.
  ///
  /// @param expiresAtMillis when the leader holds it or takes it back
  record Flipped(String flipId, long revision, FlipPlan plan, long expiresAtMillis)
      implements
        Happening {
    long madeAtMillis() {
      return expiresAtMillis - plan.ttlMillis();
    }
  }

  /// @param how `held`, `reverted`, `replaced`, `gone`
  record FlipEnded(String flipId, String how) implements Happening {}

  /// Its time is up or nearly so.
  record FlipExpiring(String flipId, String course) implements Happening {}

  /// On every live node, enough responses in scope carried the flip.
  record Confirmed(String flipId, WireProof proof) implements Happening {}

  /// A node still serves what is being taken out.
  record Lagging(String flipId, WireProof proof) implements Happening {}

  /// A person says that this need not be contained.
  record ContainmentWaived(String reason) implements Happening {}

  /// @param sessions of answers by the bad target in the window, at most 1,000 of them
  /// @param course   `listed`, `cut`, `re-grounded`
  record SessionsFound(long count, List<String> sessions, String course) implements Happening {}

  /// @param rubrics whose means were clearly lower than before the trouble, when it was contained
  record RubricsSank(List<String> rubrics) implements Happening {}

  /// @param entries thrown out of a cache, -1 when there is no cache
  record CachePurged(long entries, String text) implements Happening {}

  /// @param requests of the affected window, by tenant
  record TenantsAudited(Map<String, Long> requests, long fromMillis, long toMillis)
      implements
        Happening {}

  /// The safe target fails too.
  record SafeTargetBad(String target, String evidence) implements Happening {}

  /// A person has taken over, or given back.
  record AutomationSet(boolean on) implements Happening {}

  record EvaluationStarted() implements Happening {}

  record Evaluated(Evaluation.Result result) implements Happening {}

  /// @param target    the target that carries the fix, null for one that changes none
  /// @param reference of the change: a commit, a prompt's version, a document
  record FixRecorded(FixKind kind, String text, @Nullable String target, String reference)
      implements
        Happening {}

  /// The candidate's share has changed.
  ///
  /// @param course `start`, `widen`, `hold`, `roll_back`, `ask`
  /// @param flipId of the flip whose canary it is, null for the route's own
  record CanaryMoved(double percent, String course, @Nullable String flipId, String text)
      implements
        Happening {}

  record Verified(String text) implements Happening {}

  /// @param reference where it is
  /// @param missing   what it still lacks
  record PostmortemWritten(String reference, List<String> missing) implements Happening {}

  record GoldenAdded(List<String> entries) implements Happening {}

  record Noted(String text) implements Happening {}

  record Closed() implements Happening {}

  record MergedInto(String other) implements Happening {}

  /// Another incident turned out to be this one.
  record Absorbed(String other) implements Happening {}

  record FalselyAlarmed() implements Happening {}

  record Reopened(SignalNote signal) implements Happening {}
}
