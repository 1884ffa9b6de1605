package dev.prism.routing;

import dev.prism.routing.ChangeResult.Refused;
import dev.prism.routing.ChangeResult.Why;
import dev.prism.routing.RevisionLog.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one operation that changes the routing table: for on-call through the admin API, for containment,
/// for canaries that take themselves out. Each change is a revision; it is durable before it is in force,
/// and in force for the next request before the call returns. Changes that wait at the same time are written
/// together.
///
/// Any thread; it blocks on the log, so never on an event loop.
public final class RouteControl {
  /// So that the first of them does not wait long for the last.
  private static final int MOST_AT_ONCE = 64;

  private final Router router;
  private final RevisionLog log;
  private final Commits commits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Change> waiting = new ConcurrentLinkedQueue<>();
  /// The load that the log has not heard of yet: the one at the start, or a later one of the same file.
  private @Nullable Pending pending;

  private record Pending(Loading loading, ChangeNote note) {}

  public RouteControl(Router router, RevisionLog log) {
    this.router = router;
    this.log = log;
    commits = new Commits(router, log);
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
      return commits.takeOver(current(), catalog);
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
        return commits.takeOver(latest.get(), loading.catalog());
      }
      return changed(note, latest.orElse(Revision.NONE), loading, loading.catalog());
    } catch (Unavailable e) {
      pending = new Pending(loading, note);
      Revision file = new Revision(0, 0, router.clock().millis(), note.author(), "load",
          note.reason(), null, loading.first());
      ChangeResult served = commits.takeOver(log.lastGood().orElse(file), loading.catalog());
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
      Revision next = commits.next(current(), flipping, note);
      RoutingTable.of(next, router.table().catalog(), router.table());
      Flip flip = next.state().flips().getLast();
      RecentTraffic.Share share = router.traffic().share(flip.route(), flip.scope(), flip.id());
      return new ChangeResult.Preview(
          new Impact(flip, List.of(flip.route()), List.copyOf(share.tenants()), share.share(),
              share.requests(), Differences.between(current().state(), next.state())));
    } catch (ChangeRefused e) {
      return e.result();
    } catch (IllegalArgumentException e) {
      return Refused.invalid(e);
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
      return Refused.unavailable(e);
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
          ? commits.takeOver(latest.get(), router.table().catalog())
          : new ChangeResult.Done(current(), List.of());
    } catch (Unavailable e) {
      return Refused.unavailable(e);
    } finally {
      lock.unlock();
    }
  }

  /// The revision in force.
  public Revision current() {
    return router.table().revision();
  }

  /// Whoever gets the lock makes what waits with what it came for itself: while one group is being written
  /// the next one gathers.
  private ChangeResult change(ChangeNote note, Edits edit) {
    Change change = new Change(note, edit);
    waiting.add(change);
    lock.lock();
    try {
      while (!change.isOver()) {
        commits.make(current(), router.table().catalog(), group());
      }
    } finally {
      lock.unlock();
    }
    return change.result();
  }

  private List<Change> group() {
    List<Change> group = new ArrayList<>();
    for (Change next = waiting.poll(); next != null; next = waiting.poll()) {
      group.add(next);
      if (group.size() == MOST_AT_ONCE) {
        break;
      }
    }
    return group;
  }

  private ChangeResult changed(ChangeNote note, Revision base, Edits edit, TargetCatalog catalog) {
    Change change = new Change(note, edit);
    commits.make(base, catalog, List.of(change));
    return change.result();
  }
}
