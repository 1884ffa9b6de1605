package dev.prism.incident;

import dev.prism.exchange.Kebab;
import dev.prism.incident.IncidentLog.Conflict;
import dev.prism.incident.IncidentLog.Unavailable;
import dev.prism.routing.AuditEntry;
import dev.prism.routing.Difference;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what happens to incidents: durable first, with an audit entry in the same transaction, then told
/// to the listeners. Any thread; blocks on the log.
public final class IncidentRecords {
  /// The gateway's own name as an author.
  public static final String PRISM = "prism";
  private static final Logger LOG = LoggerFactory.getLogger(IncidentRecords.class);
  private static final int TRIES = 10;

  private final IncidentLog log;
  private final InstantSource clock;
  private final List<IncidentListener> listeners = new CopyOnWriteArrayList<>();

  /// What happens next to an incident as it is now; null for nothing. May be asked more than once.
  public interface Step {
    @Nullable
    Happening next(Incident now) throws GateClosed;
  }

  public IncidentRecords(IncidentLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  public void listen(IncidentListener listener) {
    listeners.add(listener);
  }

  public IncidentLog log() {
    return log;
  }

  public long now() {
    return clock.millis();
  }

  /// Opens an incident.
  ///
  /// @return its id, or the one of the incident that the same trouble belongs to
  public Opening open(String id, Happening.Opened opened, long sinceMillis) throws Unavailable {
    IncidentEvent first = new IncidentEvent(id, 1, now(), PRISM, opened.signal().text(), opened);
    Optional<String> known = log.open(first, audit(null, Incident.of(List.of(first)), first),
        sinceMillis);
    if (known.isPresent()) {
      return new Opening(known.get(), false);
    }
    tell(Incident.of(List.of(first)), first);
    return new Opening(id, true);
  }

  /// @param fresh whether it was opened just now
  public record Opening(String id, boolean fresh) {}

  /// Adds what happens next. When another was quicker the step is asked again.
  ///
  /// @return the incident after it, empty when there is none of this id
  /// @throws GateClosed  if the step says so
  /// @throws Unavailable if the log is away
  public Optional<Incident> record(String id, String who, String why, Step step)
      throws GateClosed, Unavailable {
    for (int i = 0; i < TRIES; i++) {
      Optional<Incident> found = log.find(id);
      Happening what = found.isEmpty() ? null : step.next(found.get());
      if (found.isEmpty() || what == null) {
        return found;
      }
      Incident before = found.get();
      IncidentEvent event = new IncidentEvent(id, before.number() + 1,
          Math.max(now(), before.changedAtMillis()), who, why, what);
      Incident after = before.with(event);
      try {
        log.append(event, audit(before, after, event));
        tell(after, event);
        return Optional.of(after);
      } catch (Conflict _) {
        LOG.debug("Incident {} has changed meanwhile", id);
      }
    }
    throw new GateClosed("the next step", List.of("others change this incident all the time"));
  }

  private void tell(Incident after, IncidentEvent event) {
    for (IncidentListener listener : listeners) {
      try {
        listener.happened(after, event);
      } catch (RuntimeException problem) {
        LOG.error("A listener failed on an event of incident {}", after.id(), problem);
      }
    }
  }

  private static AuditEntry audit(@Nullable Incident before, Incident after, IncidentEvent event) {
    String kind = Kebab.of(event.what().getClass().getSimpleName());
    List<Difference> changes = before != null && before.state().word().equals(after.state().word())
        ? List.of()
        : List.of(new Difference("incidents." + after.id() + ".state",
            before == null ? null : before.state().word(), after.state().word()));
    return new AuditEntry(event.atMillis(), event.who(), "incident-" + kind, after.id(),
        tenants(event.what()), event.why().isBlank() ? kind : event.why(), after.id(), 0, changes);
  }

  private static List<String> tenants(Happening what) {
    return switch (what) {
      case Happening.Flipped flipped -> flipped.plan().tenants();
      case Happening.TenantsAudited audited -> List.copyOf(audited.requests().keySet());
      default -> List.of();
    };
  }
}
