package dev.prism.incident.review;

import dev.prism.evals.ScoredTraces;
import dev.prism.evals.golden.AnswerCheck;
import dev.prism.evals.golden.Answers;
import dev.prism.evals.golden.ClassRun;
import dev.prism.evals.golden.GoldenEntry;
import dev.prism.evals.golden.GoldenSet;
import dev.prism.evals.golden.TraceCase;
import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.Evaluation;
import dev.prism.incident.FailureCluster;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentClass;
import dev.prism.incident.ReviewGate;
import dev.prism.incident.cluster.ClusterReport;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the golden set says of an incident, and the incident's postmortem. Calls block: on the disk, and on
/// the answers of the target that is examined.
public final class GoldenReview implements Evaluation, ReviewGate {
  private static final int MOST_CASES = 20;

  private final GoldenSet set;
  private final ScoredTraces traces;
  private final Answers answers;
  private final AnswerCheck check;
  private final Clusters clusters;

  /// Clusters by their id.
  public interface Clusters {
    Optional<ClusterReport> find(String id);
  }

  /// Without clusters.
  public GoldenReview(GoldenSet set, ScoredTraces traces, Answers answers, AnswerCheck check) {
    this(set, traces, answers, check, _ -> Optional.empty());
  }

  public GoldenReview(GoldenSet set, ScoredTraces traces, Answers answers, AnswerCheck check,
      Clusters clusters) {
    this.set = set;
    this.traces = traces;
    this.answers = answers;
    this.check = check;
    this.clusters = clusters;
  }

  @Override
  public Result run(Subject subject) throws NotPossible {
    List<ClassRun.Representative> cases = new ArrayList<>();
    for (String id : subject.representatives()) {
      if (cases.size() < MOST_CASES) {
        traces.find(id).flatMap(GoldenReview::representative).ifPresent(cases::add);
      }
    }
    try {
      return result(new ClassRun(set, answers, check).run(new ClassRun.Subject(subject.route(),
          subject.type().word(), rubrics(subject), subject.target(), cases)));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new NotPossible("the golden set cannot be read: " + e.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new NotPossible("the evaluation was stopped");
    }
  }

  /// Of which an entry of the class must have one. Drift may show in any of them, and a route that is contained
  /// within minutes has too few scores to tell in which: there every entry of the class counts.
  private static List<String> rubrics(Subject subject) {
    return subject.type() == IncidentClass.DRIFT ? List.of() : subject.rubrics();
  }

  private static Optional<ClassRun.Representative> representative(ScoredTrace scored) {
    return TraceCase.of(scored.trace())
        .map(entry -> new ClassRun.Representative(entry, scored.trace().texts().response()));
  }

  private static Result result(ClassRun.Result run) {
    String counts = String.format(Locale.ROOT,
        "%d of %d bad answers fail its checks (lower bound %.2f)", run.caught(), run.graded(),
        run.lowerBound());
    return switch (run.outcome()) {
      case CAUGHT -> of(Outcome.CAUGHT, run, "The golden set has the class and catches it: "
          + counts + ". Production takes a path that no entry does; fix that path.");
      case MISSED ->
        of(Outcome.MISSED, run, "The golden set has the class, but its checks are stale or"
            + " too lenient: " + counts + ". The fix must tighten a rubric or a threshold.");
      case ABSENT ->
        of(Outcome.ABSENT, run, "The golden set lacks the class on this route: the gate had"
            + " nothing to catch. The fix must include a new template and a new golden entry.");
    };
  }

  private static Result of(Outcome outcome, ClassRun.Result run, String text) {
    return new Result(outcome, run.matching().size(), run.graded(), run.caught(), run.lowerBound(),
        text);
  }

  @Override
  public Draft postmortem(Incident incident, Map<String, Object> typed) {
    FailureCluster cluster = incident.signals()
        .stream()
        .flatMap(signal -> Stream.ofNullable(signal.cluster()))
        .findFirst()
        .flatMap(clusters::find)
        .map(ClusterReport::cluster)
        .orElse(null);
    Postmortem page = new Postmortem(
        IncidentFacts.of(incident, goldenEntries(incident.id()), cluster),
        PostmortemText.of(typed));
    return new Draft("incidents/" + incident.id() + "/postmortem", page.markdown(), page.json(),
        page.missing());
  }

  @Override
  public List<String> goldenEntries(String incident) {
    return set.all()
        .stream()
        .filter(entry -> incident.equals(entry.source().incident()))
        .map(GoldenEntry::id)
        .toList();
  }
}
