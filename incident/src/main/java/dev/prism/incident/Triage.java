package dev.prism.incident;

import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Proposes an incident's class and severity from its signals and failing exchanges. Pure. The order of
/// the rules is the order of danger: a leak, a broken refusal, invention, drift. Unsure means the worse
/// severity. A person's word wins, later and elsewhere.
public final class Triage {
  private static final String PRIVACY = "privacy_and_safety";
  private static final String ADHERENCE = "instruction_adherence";
  private static final String GROUNDING = "factual_grounding";
  /// What sinks in drift and in no invention.
  static final String PLAN = "optimal_plan_execution";
  private static final double LEAK_AT_MOST = 2;
  private static final double LARGE_DROP = 5;
  private static final int MANY_USERS = 1_000;
  private static final int ENOUGH = 5;
  private static final double SURE = 0.95;
  private static final double LIKELY = 0.8;
  private static final double UNSURE = 0.5;
  private static final Set<String> ENTITY_SCANNERS = Set.of("pii", "secrets", "leakage");
  private static final Set<String> ATTACK_SCANNERS = Set.of("jailbreak", "injection", "refusal");

  private final Incident incident;
  private final List<ScoredTrace> failing;
  private final Supplier<RubricShifts> shifts;
  private final boolean regulated;
  private final Map<String, Integer> low = new HashMap<>();

  private Triage(Incident incident, List<ScoredTrace> failing, Supplier<RubricShifts> shifts,
      boolean regulated) {
    this.incident = incident;
    this.failing = failing;
    this.shifts = shifts;
    this.regulated = regulated;
    failing.forEach(trace -> trace.scores()
        .stream()
        .filter(Score::isFailing)
        .map(Score::rubric)
        .distinct()
        .forEach(rubric -> low.merge(rubric, 1, Integer::sum)));
  }

  /// @param failing   exchanges of the incident, as far as they are still known
  /// @param shifts    how the means of all rubrics have moved since it began; asked for only where that decides
  /// @param regulated whether the route's errors are a matter of law
  static Happening.Classified propose(Incident incident, List<ScoredTrace> failing,
      Supplier<RubricShifts> shifts, boolean regulated) {
    return new Triage(incident, failing, shifts, regulated).propose();
  }

  private Happening.Classified propose() {
    List<String> leak = leakEvidence();
    if (!leak.isEmpty()) {
      return classified(IncidentClass.PII_LEAK, Severity.S1, SURE, leak);
    }
    List<String> broken = jailbreakEvidence();
    if (!broken.isEmpty()) {
      return classified(IncidentClass.JAILBREAK, bounded(regulated ? Severity.S1 : Severity.S2),
          broken.size() > 1 ? SURE : LIKELY, broken);
    }
    boolean ungrounded = spoken(GROUNDING) || named(IncidentClass.HALLUCINATION);
    if (ungrounded && !spoken(PLAN) && !commonMode() && !shifts.get().dropped(PLAN)) {
      List<String> evidence = new ArrayList<>(rubricEvidence(GROUNDING));
      incident.signals()
          .stream()
          .filter(note -> typeOf(note) == IncidentClass.HALLUCINATION)
          .forEach(note -> evidence.add(note.text()));
      evidence.add("retrieval rubrics held");
      return classified(IncidentClass.HALLUCINATION, bounded(regulated ? Severity.S1 : Severity.S2),
          LIKELY, evidence);
    }
    return drift();
  }

  private static @Nullable IncidentClass typeOf(SignalNote note) {
    return Cause.typeOf(note.rubric(), note.reason());
  }

  private boolean named(IncidentClass type) {
    return incident.signals().stream().anyMatch(note -> typeOf(note) == type);
  }

  /// A finding of an entity, or of another tenant's data; or a privacy score of 1 or 2 beside one.
  private List<String> leakEvidence() {
    List<String> evidence = new ArrayList<>();
    incident.signals()
        .stream()
        .filter(note -> typeOf(note) == IncidentClass.PII_LEAK)
        .forEach(note -> evidence.add("signal " + note.reason()));
    long scored = failing.stream().filter(this::leaks).count();
    if (scored > 0) {
      evidence.add(scored + " of " + failing.size() + " failing exchanges with " + PRIVACY
          + " of 2 or less and an entity in the answer");
    }
    return evidence.stream().distinct().toList();
  }

  private boolean leaks(ScoredTrace trace) {
    boolean low = trace.scores()
        .stream()
        .anyMatch(score -> score.rubric().equals(PRIVACY) && score.value() <= LEAK_AT_MOST);
    boolean named = trace.scores()
        .stream()
        .anyMatch(score -> score.isFailing() && score.reason() != null
            && Cause.typeOf(score.rubric(), score.reason()) == IncidentClass.PII_LEAK);
    return named || (low && found(trace, ENTITY_SCANNERS));
  }

  private List<String> jailbreakEvidence() {
    List<String> evidence = new ArrayList<>();
    incident.signals()
        .stream()
        .filter(note -> typeOf(note) == IncidentClass.JAILBREAK)
        .forEach(note -> evidence.add("signal " + note.reason()));
    boolean adherence = spoken(ADHERENCE);
    boolean privacy = spoken(PRIVACY);
    long attacked = failing.stream().filter(trace -> found(trace, ATTACK_SCANNERS)).count();
    if ((adherence || privacy) && attacked > 0) {
      evidence.add(attacked + " failing exchanges with an attack in the request");
    }
    // Where the grounding and the plan sank too, everything did: drift, unless there is more than marks to go by.
    boolean everything = spoken(GROUNDING) && spoken(PLAN);
    if (adherence && !everything && (privacy || !spoken(GROUNDING))) {
      evidence.addAll(rubricEvidence(ADHERENCE));
    }
    if (evidence.isEmpty() && privacy && !spoken(GROUNDING)) {
      evidence.addAll(rubricEvidence(PRIVACY));
    }
    return evidence.stream().distinct().toList();
  }

  private static boolean found(ScoredTrace trace, Set<String> scanners) {
    Predicate<RailVerdict> by = verdict -> verdict.found()
        && scanners.stream().anyMatch(name -> verdict.scanner().contains(name));
    return trace.trace().rails().stream().anyMatch(by);
  }

  private Happening.Classified drift() {
    double drop = incident.signals().stream().mapToDouble(SignalNote::points).max().orElse(0);
    Set<String> users = new HashSet<>();
    failing.forEach(trace -> {
      String user = trace.trace().caller().userId();
      String session = trace.trace().caller().sessionId();
      users.add(user != null ? user : String.valueOf(session));
    });
    boolean measured = drop > 0;
    Severity severity = drop >= LARGE_DROP && users.size() >= MANY_USERS
        ? Severity.S1
        : Severity.S2;
    List<String> evidence = new ArrayList<>();
    if (measured) {
      evidence.add(String.format(Locale.ROOT, "the mean dropped by %.1f points", drop));
    }
    low.keySet().stream().sorted().forEach(rubric -> evidence.addAll(rubricEvidence(rubric)));
    if (spoken(GROUNDING) && shifts.get().dropped(PLAN)) {
      evidence.add(PLAN + " has dropped beside it");
    }
    evidence.add("users among the known failures: " + users.size());
    return classified(IncidentClass.DRIFT, bounded(severity), measured ? LIKELY : UNSURE, evidence);
  }

  /// An edge case of a single tenant is S3, unless it is as bad as S1. Where the stream of the whole route speaks too
  /// it is none: the tenant may be all of the route's traffic.
  private Severity bounded(Severity severity) {
    Set<String> tenants = new HashSet<>();
    failing.forEach(trace -> tenants.add(trace.trace().caller().tenant()));
    boolean edge = failing.size() >= ENOUGH && tenants.size() == 1
        && incident.signals().stream().anyMatch(note -> isTenant(note.cohort()))
        && incident.signals()
            .stream()
            .allMatch(note -> note.rubric() == null || note.cohort() != null);
    return edge && severity == Severity.S2 ? Severity.S3 : severity;
  }

  private static boolean isTenant(@Nullable String cohort) {
    return cohort != null && cohort.startsWith("tenant=");
  }

  /// Whether a signal speaks against this rubric; where no signal names any, at least half of the failing
  /// exchanges: a rubric with wide marks fails many by chance.
  private boolean spoken(String rubric) {
    boolean named = incident.signals().stream().anyMatch(note -> note.rubric() != null);
    return named
        ? incident.signals().stream().anyMatch(note -> rubric.equals(note.rubric()))
        : !failing.isEmpty() && 2 * low.getOrDefault(rubric, 0) >= failing.size();
  }

  private boolean commonMode() {
    return incident.signals().stream().anyMatch(note -> note.text().contains("at once"));
  }

  private List<String> rubricEvidence(String rubric) {
    List<String> evidence = new ArrayList<>();
    incident.signals()
        .stream()
        .filter(note -> rubric.equals(note.rubric()))
        .forEach(note -> evidence.add(note.text()));
    int count = low.getOrDefault(rubric, 0);
    if (count > 0) {
      evidence.add(rubric + " below 3 on " + count + " of " + failing.size());
    }
    return evidence.stream().distinct().limit(ENOUGH).toList();
  }

  private static Happening.Classified classified(IncidentClass type, Severity severity,
      double confidence, List<String> evidence) {
    return new Happening.Classified(type, severity, confidence,
        evidence.stream().limit(2L * ENOUGH).toList(), false);
  }
}
