package dev.prism.incident.review;

import dev.prism.incident.FailureCluster.Contrast;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the gateway knows of an incident. Times are milliseconds since the epoch.
///
/// @param incidentClass `hallucination`, `jailbreak`, `drift` or `pii_leak`; null when nobody has said
/// @param cluster       its name and id, null for none
/// @param onsetMillis   when the trouble seems to have begun
/// @param endMillis     when users were safe, null when nobody knows
/// @param timeline      in order
/// @param traceIds      of failing exchanges
/// @param changes       that may have caused it: prompt, model, corpus, tool
/// @param evaluation    null when the golden set was not asked
/// @param golden        ids of golden entries that came from it
public record PostmortemFacts(
    String incident,
    String route,
    @Nullable String incidentClass,
    String severity,
    @Nullable String cluster,
    long onsetMillis,
    long detectedMillis,
    @Nullable Long endMillis,
    List<Event> timeline,
    List<String> traceIds,
    List<Change> changes,
    Impact impact,
    List<Contrast> contrast,
    @Nullable Evaluated evaluation,
    List<FlipFact> flips,
    List<FixFact> fixes,
    List<String> golden) {
  public PostmortemFacts {
    timeline = List.copyOf(timeline);
    traceIds = List.copyOf(traceIds);
    changes = List.copyOf(changes);
    contrast = List.copyOf(contrast);
    flips = List.copyOf(flips);
    fixes = List.copyOf(fixes);
    golden = List.copyOf(golden);
  }

  /// @param step `detect`, `triage`, `contain`, `evaluate`, `fix`, `verify`, `review`, `customers`
  /// @param who  a person or `prism`
  public record Event(long atMillis, String step, String who, String text) {}

  /// @param kind  `prompt`, `model`, `corpus`, `tool`
  public record Change(String kind, String before, String after) {}

  /// @param badAnswers shipped, as far as they were counted; -1 when unknown
  /// @param users      -1 when unknown
  /// @param sessions   how many got a bad answer, -1 when unknown
  /// @param sessionIds some of them
  /// @param tenants    requests of the affected window, by tenant
  public record Impact(
      long badAnswers,
      long users,
      long sessions,
      List<String> sessionIds,
      Map<String, Long> tenants) {
    public static final Impact UNKNOWN = new Impact(-1, -1, -1, List.of(), Map.of());

    public Impact {
      sessionIds = List.copyOf(sessionIds);
      tenants = Map.copyOf(tenants);
    }
  }

  /// @param outcome `caught`, `missed` or `absent`
  public record Evaluated(String outcome, int entries, int graded, int caught, String text) {}

  /// @param inForce whether it still decides
  public record FlipFact(String id, String to, String scope, boolean inForce) {}

  /// @param kind such as `prompt_rollback`
  public record FixFact(String kind, String text, String reference) {}
}
