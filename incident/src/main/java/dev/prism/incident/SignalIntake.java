package dev.prism.incident;

import dev.prism.incident.IncidentLog.Filter;
import dev.prism.incident.IncidentLog.Unavailable;
import dev.prism.incident.IncidentState.Closed;
import dev.prism.incident.IncidentState.Merged;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Makes incidents of signals: a signal opens one, joins the one that it belongs to, or reopens one that
/// was closed too early. Any thread; blocks on the log.
public final class SignalIntake {
  static final Duration MERGE_WITHIN = Duration.ofHours(2);
  static final Duration REOPEN_WITHIN = Duration.ofHours(24);
  private static final Duration SAME_MOMENT = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofSeconds(60);
  private static final int LOOKED_AT = 100;
  private static final int MOST_EVENTS = 2_000;
  /// Of chance behind the millisecond in an id, four bits each.
  private static final int ID_DIGITS = 10;

  private final IncidentRecords records;

  public SignalIntake(IncidentRecords records) {
    this.records = records;
  }

  /// @return the incident that the signal opened or belongs to, empty for one that is no trouble by itself
  /// @throws Unavailable if the log is away; nothing is lost by taking the signal again
  public Optional<Incident> take(Signal signal) throws Unavailable {
    SignalNote note = SignalDigest.of(signal);
    Optional<Incident> kin = kin(signal.route(), note);
    if (signal instanceof Signal.JudgeChanged) {
      return kin.isEmpty()
          ? kin
          : write(kin.get().id(), note.text(),
              now -> quiet(now, note) ? null : new Happening.Joined(note));
    }
    if (kin.isPresent()) {
      return joined(kin.get(), note);
    }
    boolean alike = signal instanceof Signal.Clustered(FailureCluster cluster, long _)
        && !cluster.isTelling();
    return alike ? Optional.empty() : opened(signal.route(), note);
  }

  private Optional<Incident> opened(String route, SignalNote note) throws Unavailable {
    long now = records.now();
    String id = "inc-" + Long.toString(now, 36)
        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), ID_DIGITS);
    String key = Cause.of(note).dedupKey(route);
    IncidentRecords.Opening opening = records.open(id, new Happening.Opened(route, key, note),
        now - MERGE_WITHIN.toMillis());
    Optional<Incident> there = records.log().find(opening.id());
    return opening.fresh() || there.isEmpty() ? there : joined(there.get(), note);
  }

  private Optional<Incident> joined(Incident incident, SignalNote note) throws Unavailable {
    if (incident.state() instanceof Closed) {
      return write(incident.id(), "it is back: " + note.text(),
          now -> now.state() instanceof Closed ? new Happening.Reopened(note) : null);
    }
    String bad = failedSafeTarget(incident, note);
    if (!bad.isEmpty()) {
      write(incident.id(), note.text(),
          now -> now.all(Happening.SafeTargetBad.class).anyMatch(it -> it.target().equals(bad))
              ? null
              : new Happening.SafeTargetBad(bad, note.text()));
    }
    return write(incident.id(), note.text(),
        now -> quiet(now, note) ? null : new Happening.Joined(note));
  }

  /// The target that containment has flipped to, when it is the very one that the signal is about.
  private static String failedSafeTarget(Incident incident, SignalNote note) {
    String target = note.target();
    return target != null && !incident.state().isOver()
        && incident.flips().stream().anyMatch(flip -> target.equals(flip.plan().target()))
            ? target
            : "";
  }

  /// The incident that it belongs to, those that are not over first.
  private Optional<Incident> kin(String route, SignalNote note) throws Unavailable {
    List<Incident> recent = records.log()
        .list(new Filter(route, null, null), LOOKED_AT)
        .stream()
        .filter(incident -> belongs(incident, note))
        .sorted(Comparator.comparing(incident -> incident.state().isOver()))
        .toList();
    return recent.stream().findFirst();
  }

  private boolean belongs(Incident incident, SignalNote note) {
    long age = records.now() - incident.changedAtMillis();
    if (incident.state() instanceof Merged) {
      return false;
    }
    if (incident.state() instanceof Closed) {
      return age <= REOPEN_WITHIN.toMillis() && related(incident, note);
    }
    boolean same = incident.dedupKey().equals(Cause.of(note).dedupKey(incident.route()));
    boolean soon = age <= MERGE_WITHIN.toMillis();
    return incident.state().isOver() ? soon && same : same || (soon && related(incident, note));
  }

  private static boolean related(Incident incident, SignalNote note) {
    Cause cause = Cause.of(note);
    return !failedSafeTarget(incident, note).isEmpty()
        || incident.signals()
            .stream()
            .anyMatch(seen -> Cause.of(seen).fits(cause) || sankTogether(seen, note))
        || note.traceIds().stream().anyMatch(incident.traceIds()::contains);
  }

  /// Whether scores of the same target sank at the same moment: one trouble often shows in several rubrics. What
  /// looks like a leak or a broken refusal is never taken for a part of something else.
  private static boolean sankTogether(SignalNote seen, SignalNote note) {
    String target = note.target();
    return note.kind().equals("score_drop") && target != null && target.equals(seen.target())
        && Math.abs(seen.onsetMillis() - note.onsetMillis()) <= SAME_MOMENT.toMillis()
        && !Cause.of(seen).isDangerous() && !Cause.of(note).isDangerous();
  }

  /// Whether it tells nothing new: the same of a minute ago, and not twice as large.
  private static boolean quiet(Incident incident, SignalNote note) {
    return incident.events().size() >= MOST_EVENTS
        || incident.signals()
            .stream()
            .anyMatch(seen -> isOfTheSame(seen, note)
                && note.atMillis() - seen.atMillis() < QUIET.toMillis()
                && note.failing() < 2 * Math.max(1, seen.failing()));
  }

  /// A stream that has spoken keeps quiet for hours, so what another says in the same minute is never said again.
  private static boolean isOfTheSame(SignalNote seen, SignalNote note) {
    return seen.kind().equals(note.kind()) && seen.reason().equals(note.reason())
        && Objects.equals(seen.rubric(), note.rubric())
        && Objects.equals(seen.cohort(), note.cohort());
  }

  private Optional<Incident> write(String id, String why, IncidentRecords.Step step)
      throws Unavailable {
    try {
      return records.record(id, IncidentRecords.PRISM, why, step);
    } catch (GateClosed closed) {
      throw new Unavailable(String.valueOf(closed.getMessage()), closed);
    }
  }
}
