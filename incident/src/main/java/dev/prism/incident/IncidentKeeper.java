package dev.prism.incident;

import dev.prism.evals.ScoredTraces;
import dev.prism.incident.IncidentLog.Filter;
import dev.prism.incident.IncidentLog.Freeze;
import dev.prism.incident.IncidentLog.Unavailable;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Router;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the leader does for the incidents that are not over, again and again: each step looks at the record,
/// does at most what is next, and may be repeated. So a leader that dies loses nothing that another cannot
/// take up. Blocks; called by one thread at a time.
public final class IncidentKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentKeeper.class);
  private static final int LOOKED_AT = 200;
  private static final int MOST_TRIAGED = 10_000;

  private final Ports ports;
  private final Desk desk;
  private final IncidentRecords records;
  private final IncidentExchanges exchanges;
  private final Containment containment;
  private final WireConfirmation wire;
  private final Aftermath aftermath;
  private final Watchkeeping watch;
  private final Verification verification;
  /// By incident, the newest signal that triage has taken into account.
  private final Map<String, Long> triaged = new ConcurrentHashMap<>();

  /// What the gateway lends.
  public record Ports(
      Router router,
      RouteControl control,
      ScoredTraces traces,
      NodeReports reports,
      Leadership leadership,
      CachePurge cache) {}

  public IncidentKeeper(IncidentRecords records, Ports ports, IncidentSettings settings) {
    this(records, ports, () -> settings);
  }

  /// @param settings those in force now
  public IncidentKeeper(IncidentRecords records, Ports ports, Supplier<IncidentSettings> settings) {
    this.records = records;
    this.ports = ports;
    desk = new Desk(records, ports.control(), new RouteFacts(ports.router()), ports.traces(),
        settings);
    exchanges = desk.exchanges();
    ContainmentPlan plans = new ContainmentPlan(desk);
    containment = new Containment(desk, plans);
    wire = new WireConfirmation(desk, ports.reports());
    aftermath = new Aftermath(desk, plans, ports.cache());
    verification = new Verification(desk);
    watch = new Watchkeeping(desk, containment, verification);
  }

  public Containment containment() {
    return containment;
  }

  public Verification verification() {
    return verification;
  }

  /// One round over all incidents that are not over. Does nothing on a node that does not lead.
  public void round() {
    if (!ports.leadership().isLeader()) {
      return;
    }
    try {
      List<Incident> open = records.log().open();
      if (open.isEmpty()) {
        return;
      }
      Freeze freeze = records.log().freeze();
      for (Incident incident : open) {
        round(incident, freeze);
      }
    } catch (Unavailable away) {
      LOG.debug("The incidents cannot be looked after now: {}", away.getMessage());
    }
  }

  private void round(Incident incident, Freeze freeze) throws Unavailable {
    try {
      boolean clear = watch.reconcile(incident);
      triage(incident);
      if (clear) {
        containment.step(fresh(incident), freeze, this::history);
      }
      Incident now = fresh(incident);
      wire.step(now);
      aftermath.step(now);
      watch.acknowledgement(now);
      watch.expiry(now);
      verification.step(now);
    } catch (GateClosed closed) {
      LOG.info("Incident {}: {}", incident.id(), closed.getMessage());
    } catch (RuntimeException problem) {
      LOG.error("Incident {} could not be looked after", incident.id(), problem);
    }
  }

  private Incident fresh(Incident incident) throws Unavailable {
    return records.log().find(incident.id()).orElse(incident);
  }

  /// Reads many incidents, so only for a decision.
  private FlipHistory history() throws Unavailable {
    long now = records.now();
    long from = now - SignalIntake.REOPEN_WITHIN.toMillis();
    return new FlipHistory(records.log().list(new Filter(null, null, from), LOOKED_AT), now);
  }

  /// Proposes class and severity, anew with each signal and when it is known what had sunk at containment, as long as
  /// no person has named them.
  private void triage(Incident incident) throws GateClosed, Unavailable {
    boolean human = incident.classification().filter(Happening.Classified::byHuman).isPresent();
    long newest = lastSignal(incident);
    boolean seen = incident.classification().isPresent() && !incident.signals().isEmpty()
        && (newest <= lastProposal(incident) || newest == triaged.getOrDefault(incident.id(), -1L));
    if (human || seen) {
      return;
    }
    if (triaged.size() >= MOST_TRIAGED) {
      triaged.clear();
    }
    triaged.put(incident.id(), newest);
    Happening.Classified rules = propose(incident);
    Happening.Classified proposal = incident.classification()
        .map(before -> rules.atLeast(before.severity()))
        .orElse(rules);
    records.record(incident.id(), IncidentRecords.PRISM,
        proposal.type().word() + " " + proposal.severity() + ": "
            + String.join("; ", proposal.evidence()),
        now -> differs(now, proposal) ? proposal : null);
  }

  /// What the rules say of an incident now.
  public Happening.Classified propose(Incident incident) {
    return Triage.propose(incident, exchanges.failing(incident), () -> exchanges.shifts(incident),
        desk.settings().get().regulated().contains(incident.route()));
  }

  /// The rubrics that speak against an incident's answers: those that its signals name, and where they name any,
  /// those whose means sank beside them and those that its class is told by. A detector speaks first of the one that
  /// happens to be worst, and where few answers are bad the other sinks too little to show. What was found at
  /// containment counts: later the exchanges may be gone.
  List<String> rubrics(Incident incident) {
    Set<String> rubrics = IncidentExchanges.rubrics(incident);
    if (!rubrics.isEmpty()) {
      rubrics.addAll(incident.last(Happening.RubricsSank.class)
          .map(Happening.RubricsSank::rubrics)
          .orElseGet(() -> exchanges.shifts(incident).dropped()));
      incident.classification().ifPresent(named -> rubrics.addAll(named.type().rubrics()));
    }
    return List.copyOf(rubrics);
  }

  /// A proposal may grow worse by itself but not better: unsure means the worse severity. Only what looked like
  /// inventions may turn out to be drift, which is no milder trouble but a wider one, by what had sunk when it was
  /// contained; what sinks hours later is no part of it. It stays that.
  private static boolean differs(Incident now, Happening.Classified proposal) {
    Happening.Classified before = now.classification().orElse(null);
    if (before == null || before.byHuman()) {
      return before == null;
    }
    if (before.type() == proposal.type()) {
      return before.severity().compareTo(proposal.severity()) > 0;
    }
    return before.type().compareTo(proposal.type()) > 0
        ? proposal.type() != IncidentClass.HALLUCINATION || !isKnownToBeWide(now)
        : before.type() == IncidentClass.HALLUCINATION && now.all(Happening.RubricsSank.class)
            .anyMatch(sank -> sank.rubrics().contains(Triage.PLAN));
  }

  /// Whether it was found to be drift though its inventions were known.
  private static boolean isKnownToBeWide(Incident now) {
    long named = now.lastEvent(Happening.Classified.class)
        .map(IncidentEvent::atMillis)
        .orElse(Long.MIN_VALUE);
    return now.signals()
        .stream()
        .anyMatch(note -> note.atMillis() <= named && Cause.of(note).looksInvented());
  }

  private static long lastSignal(Incident incident) {
    return incident.events()
        .stream()
        .filter(event -> event.what() instanceof Happening.Opened
            || event.what() instanceof Happening.Joined
            || event.what() instanceof Happening.Reopened
            || event.what() instanceof Happening.RubricsSank)
        .mapToLong(IncidentEvent::number)
        .max()
        .orElse(0);
  }

  private static long lastProposal(Incident incident) {
    return incident.lastEvent(Happening.Classified.class).map(IncidentEvent::number).orElse(0L);
  }
}
