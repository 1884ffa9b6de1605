package dev.prism.incident;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The exchanges of an incident's route, as far as they are still known: those that fail, those since it began
/// and those before. Each call reads the store.
final class IncidentExchanges {
  private static final int LOOKED_AT = 2_000;
  /// Enough for a share within a few hundredths, and a leak waits for it.
  private static final int LATELY = 500;
  private static final long LOOK_BACK_MILLIS = 15 * 60_000L;

  private final ScoredTraces traces;

  IncidentExchanges(ScoredTraces traces) {
    this.traces = traces;
  }

  /// Those that the signals named, and what else failed on the route since it began.
  List<ScoredTrace> failing(Incident incident) {
    Map<String, ScoredTrace> found = new HashMap<>();
    traces
        .list(new ScoredTraces.Query(incident.route(), null, null, null, null,
            beganMillis(incident) * 1_000, null, true), LOOKED_AT)
        .forEach(it -> found.putIfAbsent(it.trace().ids().traceId(), it));
    incident.traceIds()
        .stream()
        .filter(id -> !found.containsKey(id))
        .forEach(id -> traces.find(id).ifPresent(it -> found.put(it.trace().ids().traceId(), it)));
    return List.copyOf(found.values());
  }

  /// Of those, the ones that fail in what the signals speak of. A rubric with wide marks fails many by chance,
  /// and those are no part of the trouble.
  List<ScoredTrace> telling(Incident incident) {
    Set<String> named = Set.copyOf(incident.traceIds());
    Predicate<ScoredTrace> tells = tells(incident);
    return failing(incident).stream()
        .filter(it -> named.contains(it.trace().ids().traceId()) || tells.test(it))
        .toList();
  }

  /// Good and bad ones since it began.
  List<ScoredTrace> since(Incident incident) {
    return traces.list(new ScoredTraces.Query(incident.route(), null, null, null, null,
        beganMillis(incident) * 1_000, null, null), LOOKED_AT);
  }

  /// Good and bad ones before it began, the newest first.
  List<ScoredTrace> before(Incident incident) {
    return traces.list(new ScoredTraces.Query(incident.route(), null, null, null, null, null,
        beganMillis(incident) * 1_000, null), LOOKED_AT);
  }

  /// How the means of the rubrics moved on the target that failed, from when those that its signals name sank until it
  /// was contained: in the cohort that a signal named first, where one did.
  RubricShifts shifts(Incident incident) {
    List<Cohort> named = Cohort.named(incident);
    return window(incident).shifts(trace -> named.isEmpty() || named.getFirst().holds(trace),
        rubrics(incident));
  }

  /// On the target that failed, from when it began until it was contained.
  TroubleWindow window(Incident incident) {
    return window(incident, incident.onsetMillis(), containedMillis(incident));
  }

  /// @param from of what is held against the time before the trouble, milliseconds since the epoch
  /// @param to   until then, null for now
  TroubleWindow window(Incident incident, long from, @Nullable Long to) {
    String target = incident.signals()
        .stream()
        .flatMap(note -> Stream.ofNullable(note.target()))
        .findFirst()
        .orElse(null);
    return new TroubleWindow(list(incident, target, from, to),
        list(incident, target, null, incident.onsetMillis()));
  }

  private List<ScoredTrace> list(Incident incident, @Nullable String target, @Nullable Long from,
      @Nullable Long to) {
    return traces.list(new ScoredTraces.Query(incident.route(), target, null, null, null,
        micros(from), micros(to), null), LOOKED_AT);
  }

  private static @Nullable Long micros(@Nullable Long millis) {
    return millis == null ? null : Long.valueOf(millis * 1_000);
  }

  /// What was asked before was served without a flip; null for as long as there is none.
  private static @Nullable Long containedMillis(Incident incident) {
    return incident.events()
        .stream()
        .filter(event -> event.what() instanceof Happening.Flipped)
        .map(event -> event.atMillis() + 1)
        .findFirst()
        .orElse(null);
  }

  /// The newest of the last quarter of an hour.
  List<ScoredTrace> recent(Incident incident, long nowMillis) {
    return traces.list(ScoredTraces.Query.ofRoute(incident.route(),
        (nowMillis - LOOK_BACK_MILLIS) * 1_000, (nowMillis + LOOK_BACK_MILLIS) * 1_000), LATELY);
  }

  /// The share that a part has of all exchanges: kept ones count as many times as there were exchanges like them.
  ///
  /// @param unknown what it is where none are kept
  /// @return 0 to 1
  static double share(List<ScoredTrace> kept, Predicate<ScoredTrace> part, double unknown) {
    double all = kept.stream().mapToDouble(ScoredTrace::weight).sum();
    return all == 0
        ? unknown
        : kept.stream().filter(part).mapToDouble(ScoredTrace::weight).sum() / all;
  }

  private static long beganMillis(Incident incident) {
    return Math.max(incident.onsetMillis(), incident.openedAtMillis() - LOOK_BACK_MILLIS);
  }

  /// The rubrics whose scores speak against the answers, as far as signals name any.
  static Set<String> rubrics(Incident incident) {
    Set<String> rubrics = new LinkedHashSet<>();
    incident.signals()
        .stream()
        .map(SignalNote::rubric)
        .filter(Objects::nonNull)
        .forEach(rubrics::add);
    return rubrics;
  }

  /// Whether an exchange fails for a reason that a signal gave, or by a rubric whose scores dropped; any failure
  /// where no signal says either.
  static Predicate<ScoredTrace> tells(Incident incident) {
    Set<String> reasons = new HashSet<>();
    Set<String> rubrics = new HashSet<>();
    for (SignalNote note : incident.signals()) {
      String rubric = note.rubric();
      if (note.kind().equals("score_drop") && rubric != null) {
        rubrics.add(rubric);
      } else if (!note.kind().equals("escalation") && !note.reason().isEmpty()) {
        reasons.add(note.reason());
      }
    }
    return reasons.isEmpty() && rubrics.isEmpty()
        ? ScoredTrace::isFailing
        : it -> it.scores().stream().anyMatch(score -> tells(score, rubrics, reasons));
  }

  private static boolean tells(Score score, Set<String> rubrics, Set<String> reasons) {
    String reason = score.reason();
    return score.isFailing()
        && (rubrics.contains(score.rubric()) || (reason != null && reasons.contains(reason)));
  }
}
