package dev.prism.routing;

import dev.prism.routing.ChangeResult.Refused;
import dev.prism.routing.ChangeResult.Why;
import dev.prism.routing.RevisionLog.Conflict;
import dev.prism.routing.RevisionLog.Unavailable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes changes durable and puts them in force. Several that wait at the same time become one revision after
/// another, each on the one before, but are written to the log at once: so a disk that takes its time over
/// each write limits how long a change takes, not how many there may be. Guarded by [RouteControl]'s lock.
final class Commits {
  private static final int TRIES = 10;

  private final Router router;
  private final RevisionLog log;

  private record Made(Change change, RoutingTable table, List<Difference> differences) {
    RevisionLog.Entry entry() {
      Revision revision = table.revision();
      Edits edit = change.edit();
      return new RevisionLog.Entry(revision,
          new AuditEntry(revision.createdAtMillis(), revision.author(), edit.action(),
              edit.subject(), edit.tenants(), revision.reason(), revision.incident(),
              revision.number(), differences));
    }

    ChangeResult result() {
      return new ChangeResult.Done(table.revision(), differences);
    }
  }

  Commits(Router router, RevisionLog log) {
    this.router = router;
    this.log = log;
  }

  /// Makes changes in this order; when it returns each of them is over. One that cannot be made is refused and
  /// leaves the others alone, but hears of it only when those that it was judged after are durable. They are
  /// applied to a revision, or, when another gateway has been quicker, to the one that it made.
  void make(Revision start, TargetCatalog catalog, List<Change> changes) {
    Revision base = start;
    try {
      for (int i = 0; i < TRIES; i++) {
        Map<Change, Refused> refused = new HashMap<>();
        List<Made> made = apply(base, catalog, changes, refused);
        try {
          if (!made.isEmpty()) {
            log.append(made.stream().map(Made::entry).toList());
          }
          refused.forEach(Change::end);
          publish(made);
          return;
        } catch (Conflict _) {
          base = log.latest().orElse(base);
          if (changes.size() == 1 && changes.getFirst().edit().isAlreadyIn(base.state())) {
            changes.getFirst().end(takeOver(base, catalog));
            return;
          }
        }
      }
      Refused busy = new Refused(Why.CONFLICT,
          "other gateways change the table all the time; try again");
      changes.forEach(change -> change.end(busy));
    } catch (Unavailable e) {
      Refused away = Refused.unavailable(e);
      changes.forEach(change -> change.end(away));
    } catch (RuntimeException e) {
      changes.stream().filter(change -> !change.isOver()).forEach(change -> change.fail(e));
    }
  }

  /// Puts in force what another gateway has made.
  ChangeResult takeOver(Revision revision, TargetCatalog catalog) {
    try {
      RoutingTable before = router.table();
      router.publish(RoutingTable.of(revision, catalog, before));
      return new ChangeResult.Done(revision,
          Differences.between(before.revision().state(), revision.state()));
    } catch (IllegalArgumentException e) {
      return Refused.invalid(e);
    }
  }

  private List<Made> apply(Revision start, TargetCatalog catalog, List<Change> changes,
      Map<Change, Refused> refused) {
    List<Made> all = new ArrayList<>();
    Revision base = start;
    RoutingTable before = router.table();
    for (Change change : changes) {
      try {
        Made made = apply(change, base, catalog, before);
        all.add(made);
        before = made.table();
        base = before.revision();
      } catch (ChangeRefused e) {
        refused.put(change, e.result());
      } catch (IllegalArgumentException e) {
        refused.put(change, Refused.invalid(e));
      }
    }
    return all;
  }

  private Made apply(Change change, Revision base, TargetCatalog catalog, RoutingTable before)
      throws ChangeRefused {
    Long seen = change.note().ifMatch();
    if (seen != null && seen != base.number()) {
      throw new ChangeRefused(Why.CONFLICT,
          "revision " + base.number() + " is in force, not " + seen);
    }
    Revision next = next(base, change.edit(), change.note());
    return new Made(change, RoutingTable.of(next, catalog, before),
        Differences.between(base.state(), next.state()));
  }

  /// What a revision would become.
  Revision next(Revision base, Edits edit, ChangeNote note) throws ChangeRefused {
    long number = base.number() + 1;
    long now = router.clock().millis();
    TableState state = edit.apply(base.state(), new Edits.Context(number, now, note));
    return new Revision(number, base.number(), now, note.author(), edit.action(), note.reason(),
        note.incident(), state);
  }

  /// One after another, since who listens looks at what each of them changed.
  private void publish(List<Made> made) {
    for (Made each : made) {
      router.publish(each.table());
      each.change().end(each.result());
    }
  }
}
