package dev.prism.routing;

import dev.prism.routing.ChangeResult.Refused;
import dev.prism.routing.ChangeResult.Why;
import dev.prism.routing.RevisionLog.Conflict;
import dev.prism.routing.RevisionLog.Unavailable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one operation that changes the routing table: for on-call through the admin API, for containment,
/// for canaries that take themselves out. Each change is a revision; it is durable before it is in force,
/// and in force for the next request before the call returns.
///
/// Any thread, one at a time; it blocks on the log, so never on an event loop.
public final class RouteControl {
  private static final int TRIES = 10;

  private final Router router;
  private final RevisionLog log;
  private final ReentrantLock lock = new ReentrantLock();
  /// The load that the log has not heard of yet: the one at the start, or a later one of the same file.
  private @Nullable Pending pending;

  private record Pending(Loading loading, ChangeNote note) {}

  public RouteControl(Router router, RevisionLog log) {
    this.router = router;
    this.log = log;
  }

  /// Puts the file's config in force: at the start, and when it is read anew. Flips, prompts and shares
  /// that were made at run time stay. An older revision that is active stays too as long as the file is
  /// what it was.
  ///
  /// When the log is away a first start serves from what the log remembers by itself, else from the file
  /// as revision 0; [#catchUp] does the rest later. Until then another file is refused: revision 0 is one
  /// table and no other.
  public ChangeResult load(RoutingConfig config, TargetCatalog catalog, ChangeNote note) {
    lock.lock();
    try {
      Loading loading = new Loading(config, catalog);
      boolean first = pending == null && current().number() == 0;
      if (first || (pending != null && logAnswers())) {
        return start(loading, note);
      }
      if (!loading.isAlreadyIn(current().state())) {
        return pending == null
            ? changed(note, current(), loading, catalog)
            : new Refused(Why.UNAVAILABLE, "the store is away, nothing has changed");
      }
      pending = pending == null ? null : new Pending(loading, note);
      return publish(current(), catalog);
    } finally {
      lock.unlock();
    }
  }

  private boolean logAnswers() {
    try {
      log.latest();
      return true;
    } catch (Unavailable _) {
      return false;
    }
  }

  private ChangeResult start(Loading loading, ChangeNote note) {
    pending = null;
    try {
      Optional<Revision> latest = log.latest();
      if (latest.isPresent() && loading.isAlreadyIn(latest.get().state())) {
        return publish(latest.get(), loading.catalog());
      }
      return changed(note, latest.orElse(Revision.NONE), loading, loading.catalog());
    } catch (Unavailable e) {
      pending = new Pending(loading, note);
      Revision file = new Revision(0, 0, router.clock().millis(), note.author(), "load",
          note.reason(), null, loading.first());
      ChangeResult served = publish(log.lastGood().orElse(file), loading.catalog());
      return served instanceof Refused
          ? served
          : new Refused(Why.UNAVAILABLE, "serving from revision " + current().number()
              + " as the store is away: " + e.getMessage());
    }
  }

  /// Overrides a route for a scope.
  public ChangeResult flip(FlipRequest request, ChangeNote note) {
    return change(note, new Edits.Flipping(request, null));
  }

  /// Puts a flip in the place of one that is in force, as one revision.
  public ChangeResult replace(String flipId, FlipRequest request, ChangeNote note) {
    return change(note, new Edits.Flipping(request, flipId));
  }

  /// What such a flip would change; nothing does.
  public ChangeResult preview(FlipRequest request, ChangeNote note) {
    Edits.Flipping flipping = new Edits.Flipping(request, null);
    lock.lock();
    try {
      Revision next = next(current(), flipping, note);
      RoutingTable.of(next, router.table().catalog(), router.table());
      Flip flip = next.state().flips().getLast();
      RecentTraffic.Share share = router.traffic().share(flip.route(), flip.scope(), flip.id());
      return new ChangeResult.Preview(
          new Impact(flip, List.of(flip.route()), List.copyOf(share.tenants()), share.share(),
              share.requests(), Differences.between(current().state(), next.state())));
    } catch (ChangeRefused e) {
      return e.result();
    } catch (IllegalArgumentException e) {
      return invalid(e);
    } finally {
      lock.unlock();
    }
  }

  /// Takes a flip away; what lies beneath it is in force again.
  public ChangeResult revert(String flipId, ChangeNote note) {
    return change(note, new Edits.Reverting(flipId));
  }

  /// Makes a new revision that is like an older one: its config, its canary shares and those of its flips
  /// that have not expired.
  public ChangeResult activate(long number, ChangeNote note) {
    try {
      Optional<Revision> found = log.find(number);
      return found.isEmpty()
          ? new Refused(Why.NOT_FOUND, "there is no revision " + number)
          : change(note, new Edits.Activating(found.get()));
    } catch (Unavailable e) {
      return unavailable(e);
    }
  }

  /// Sets the share of a route's canary. Growing it moves no one who has the candidate already.
  public ChangeResult canaryPercent(String route, double percent, ChangeNote note) {
    return change(note, new Edits.Sharing(route, percent));
  }

  /// Adds a version of a prompt.
  public ChangeResult addPrompt(String name, String version, PromptSettings prompt,
      ChangeNote note) {
    return change(note, new Edits.Prompting(new PromptRef(name, version), prompt));
  }

  /// Makes durable that a canary has taken its candidate out, unless the canary has been changed since.
  /// One that is a flip's own strategy, or a rule's, is out on this gateway only.
  public ChangeResult keep(CanaryRollback rollback) {
    Route route = router.table().routes().get(rollback.route());
    boolean stands = rollback.flipId() == null && route != null
        && route.strategy().equals(rollback.canary());
    return stands
        ? change(ChangeNote.of(ChangeNote.PRISM, "canary rolled back: " + rollback.reason()),
            new Edits.Sharing(rollback.route(), 0))
        : new ChangeResult.Done(current(), List.of());
  }

  /// Clears away the flips that have expired, which no request has heeded since; call it every few
  /// seconds. Does nothing when there are none.
  public ChangeResult expire() {
    long now = router.clock().millis();
    return current().state().flips().stream().noneMatch(flip -> flip.expired(now))
        ? new ChangeResult.Done(current(), List.of())
        : change(ChangeNote.of(ChangeNote.PRISM, "expired"), new Edits.Expiring());
  }

  /// Takes over what other gateways have changed: call it when told of a change, and every second or so.
  public ChangeResult catchUp() {
    lock.lock();
    try {
      Pending waiting = pending;
      if (waiting != null) {
        return start(waiting.loading(), waiting.note());
      }
      Optional<Revision> latest = log.latest();
      return latest.isPresent() && latest.get().number() > current().number()
          ? publish(latest.get(), router.table().catalog())
          : new ChangeResult.Done(current(), List.of());
    } catch (Unavailable e) {
      return unavailable(e);
    } finally {
      lock.unlock();
    }
  }

  /// The revision in force.
  public Revision current() {
    return router.table().revision();
  }

  private ChangeResult change(ChangeNote note, Edits edit) {
    lock.lock();
    try {
      return changed(note, current(), edit, router.table().catalog());
    } finally {
      lock.unlock();
    }
  }

  /// Applies the edit to a revision, or, when another gateway has been quicker, to the one that it made.
  private ChangeResult changed(ChangeNote note, Revision start, Edits edit, TargetCatalog catalog) {
    Revision base = start;
    try {
      for (int i = 0; i < TRIES; i++) {
        Long seen = note.ifMatch();
        if (seen != null && seen != base.number()) {
          return new Refused(Why.CONFLICT,
              "revision " + base.number() + " is in force, not " + seen);
        }
        Revision next = next(base, edit, note);
        RoutingTable table = RoutingTable.of(next, catalog, router.table());
        List<Difference> changes = Differences.between(base.state(), next.state());
        try {
          log.append(next, audit(next, edit, changes));
          router.publish(table);
          return new ChangeResult.Done(next, changes);
        } catch (Conflict _) {
          base = log.latest().orElse(base);
        }
      }
      return new Refused(Why.CONFLICT, "other gateways change the table all the time; try again");
    } catch (Unavailable e) {
      return unavailable(e);
    } catch (ChangeRefused e) {
      return e.result();
    } catch (IllegalArgumentException e) {
      return invalid(e);
    }
  }

  private Revision next(Revision base, Edits edit, ChangeNote note) throws ChangeRefused {
    long number = base.number() + 1;
    long now = router.clock().millis();
    TableState state = edit.apply(base.state(), new Edits.Context(number, now, note));
    return new Revision(number, base.number(), now, note.author(), edit.action(), note.reason(),
        note.incident(), state);
  }

  private static AuditEntry audit(Revision next, Edits edit, List<Difference> changes) {
    return new AuditEntry(next.createdAtMillis(), next.author(), edit.action(), edit.subject(),
        edit.tenants(), next.reason(), next.incident(), next.number(), changes);
  }

  private ChangeResult publish(Revision revision, TargetCatalog catalog) {
    try {
      TableState before = current().state();
      router.publish(RoutingTable.of(revision, catalog, router.table()));
      return new ChangeResult.Done(revision, Differences.between(before, revision.state()));
    } catch (IllegalArgumentException e) {
      return invalid(e);
    }
  }

  private static ChangeResult invalid(IllegalArgumentException e) {
    return new Refused(Why.INVALID, String.valueOf(e.getMessage()));
  }

  private static ChangeResult unavailable(Unavailable e) {
    return new Refused(Why.UNAVAILABLE,
        "the store is away, nothing has changed: " + e.getMessage());
  }
}
