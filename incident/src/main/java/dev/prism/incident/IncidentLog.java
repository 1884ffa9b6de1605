package dev.prism.incident;

import dev.prism.routing.AuditEntry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps the events of all incidents for good, each with its audit entry in one transaction. Calls may
/// block; what has returned survives the loss of the process and of the machine's power.
public interface IncidentLog {
  /// Opens an incident unless there is one that the same trouble belongs to.
  ///
  /// @param first       its first event
  /// @param sinceMillis an incident of the same key that was opened or changed since then counts, over or not
  /// @return empty when it was opened, else the id of the one that there is
  Optional<String> open(IncidentEvent first, AuditEntry audit, long sinceMillis) throws Unavailable;

  /// Adds an event.
  ///
  /// @throws Conflict if the incident has an event of this number: another was quicker. Nothing is written
  void append(IncidentEvent event, AuditEntry audit) throws Conflict, Unavailable;

  /// An incident by its id.
  Optional<Incident> find(String id) throws Unavailable;

  /// Incidents that are not over, oldest first, at most 1,000.
  List<Incident> open() throws Unavailable;

  /// Newest first.
  ///
  /// @param filter which
  /// @param limit  at most so many
  List<Incident> list(Filter filter, int limit) throws Unavailable;

  /// Events after a position, in the order in which they were written, for who must not miss any.
  ///
  /// @param limit at most so many
  List<Placed> since(long position, int limit) throws Unavailable;

  /// Whether all automation is frozen, in the whole fleet.
  Freeze freeze() throws Unavailable;

  /// Freezes all automation of the whole fleet, or releases it.
  void freeze(Freeze freeze, AuditEntry audit) throws Unavailable;

  /// @param position counts up through all incidents, with gaps
  record Placed(long position, IncidentEvent event) {}

  /// Null means any.
  ///
  /// @param open whether something more is expected of it
  /// @param fromMillis opened at or after
  record Filter(@Nullable String route, @Nullable Boolean open, @Nullable Long fromMillis) {
    public static final Filter ALL = new Filter(null, null, null);
  }

  /// @param on       whether automation is off
  /// @param who      said so last
  /// @param why      in words
  /// @param atMillis when
  record Freeze(boolean on, String who, String why, long atMillis) {
    public static final Freeze NONE = new Freeze(false, "prism", "", 0);
  }

  /// The number is taken.
  final class Conflict extends Exception {
    private static final long serialVersionUID = 1;

    public Conflict(String incident, long number) {
      super("incident " + incident + " has event " + number + " already", null, false, false);
    }
  }

  /// The log is away. It is unknown whether what was being written has been.
  final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
