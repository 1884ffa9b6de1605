package dev.prism.incident.notify;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Kebab;
import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.FailureCluster;
import dev.prism.incident.Happening;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentEvent;
import dev.prism.incident.SignalNote;
import dev.prism.incident.cluster.ClusterReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes notices of what happens to incidents. Blocks on the traces.
public final class IncidentNotices {
  private static final int LOOKED_AT = 20;
  private static final int LONGEST_QUOTE = 300;
  private final ScoredTraces traces;
  private final Clusters clusters;
  private final @Nullable String console;

  /// Clusters by their id.
  public interface Clusters {
    Clusters NONE = _ -> Optional.empty();

    Optional<ClusterReport> find(String id);
  }

  /// @param console where people read more, without a slash at the end; null for nowhere
  public IncidentNotices(ScoredTraces traces, Clusters clusters, @Nullable String console) {
    this.traces = traces;
    this.clusters = clusters;
    this.console = console;
  }

  /// Empty for what nobody wants to hear.
  ///
  /// @param after the incident with the event
  public Optional<Notice> of(Incident after, IncidentEvent event) {
    Notice.Kind kind = kind(event.what());
    if (kind == null) {
      return Optional.empty();
    }
    Optional<ClusterReport> report = after.signals()
        .stream()
        .map(SignalNote::cluster)
        .filter(Objects::nonNull)
        .findFirst()
        .flatMap(clusters::find);
    Optional<FailureCluster> cluster = report.map(ClusterReport::cluster);
    return Optional
        .of(new Notice(after.id() + "/" + event.number(), kind, after.id(), after.route(),
            after.classification()
                .map(Happening.Classified::type)
                .map(type -> type.word())
                .orElse(null),
            after.severity().name(), after.state().word(), summary(event),
            cluster.map(IncidentNotices::brief).orElse(null),
            cluster.map(FailureCluster::contrast).orElse(List.of()),
            fix(after, report.map(ClusterReport::immediateFix).orElse(null)), evidence(after),
            after.onsetMillis(), event.atMillis(),
            console == null ? null : console + "/incidents/" + after.id()));
  }

  private static Notice.@Nullable Kind kind(Happening what) {
    return switch (what) {
      case Happening.Opened _,Happening.Reopened _ -> Notice.Kind.OPENED;
      case Happening.Acknowledged _ -> Notice.Kind.ACKNOWLEDGED;
      case Happening.Escalated _ -> Notice.Kind.ESCALATED;
      case Happening.Verified _,Happening.Closed _,Happening.FalselyAlarmed _,Happening.MergedInto _ ->
        Notice.Kind.RESOLVED;
      case Happening.Classified _,Happening.Flipped _,Happening.Confirmed _,Happening.Lagging _,Happening.FlipExpiring _,Happening.SafeTargetBad _,Happening.Evaluated _,Happening.FixRecorded _ ->
        Notice.Kind.UPDATED;
      default -> null;
    };
  }

  private static Notice.Cluster brief(FailureCluster cluster) {
    return new Notice.Cluster(cluster.id(), cluster.name(), cluster.members().size());
  }

  private static String summary(IncidentEvent event) {
    String what = Kebab.of(event.what().getClass().getSimpleName()).replace('-', ' ');
    return event.why().isBlank() ? what : what + ": " + event.why();
  }

  /// What was done, else what the evaluation asks for, else what the cluster's contrast suggests.
  private static @Nullable String fix(Incident incident, @Nullable String suggested) {
    return incident.last(Happening.FixRecorded.class)
        .map(Happening.FixRecorded::text)
        .or(() -> incident.last(Happening.Evaluated.class).map(each -> each.result().text()))
        .orElse(suggested);
  }

  private List<Notice.Evidence> evidence(Incident incident) {
    List<Notice.Evidence> evidence = new ArrayList<>();
    incident.traceIds()
        .stream()
        .limit(LOOKED_AT)
        .forEach(id -> traces.find(id)
            .map(ScoredTrace::trace)
            .map(trace -> trace.texts().response())
            .flatMap(text -> Notice.Evidence.of(id, text,
                text.substring(0,
                    text.offsetByCodePoints(0,
                        Math.min(LONGEST_QUOTE / 2, text.codePointCount(0, text.length()))))))
            .ifPresent(evidence::add));
    return evidence;
  }
}
