package dev.prism.server;

import dev.prism.routing.CanaryRollback;
import dev.prism.routing.ChangeResult;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Router;
import dev.prism.store.Database;
import dev.prism.store.RevisionFeed;
import dev.prism.store.StoredRevisions;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the routing table needs done beside the requests, on threads that may block: taking over what
/// other gateways have changed, making a canary's rollback durable, and clearing expired flips away.
final class RoutingUpkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoutingUpkeep.class);
  private static final int MOST_WAITING = 256;
  private static final long EXPIRE_MILLIS = 2_000;

  private final RouteControl control;
  private final BlockingQueue<CanaryRollback> rollbacks = new ArrayBlockingQueue<>(MOST_WAITING);
  private final RevisionFeed feed;
  private final Thread thread;
  private volatile boolean closing;

  RoutingUpkeep(Router router, RouteControl control, Database database, StoredRevisions revisions) {
    this.control = control;
    router.onRollback(this::noted);
    feed = new RevisionFeed(database, revisions,
        _ -> control.catchUp() instanceof ChangeResult.Done);
    thread = Thread.ofVirtual().name("routing-upkeep").start(this::run);
  }

  /// Called by an event loop. The canary is out on this gateway already.
  private void noted(CanaryRollback rollback) {
    if (!rollbacks.offer(rollback)) {
      LOG.warn("The rollback of the canary of {} is not made durable: too many wait",
          rollback.route());
    }
  }

  private void run() {
    while (!closing) {
      try {
        @Nullable
        CanaryRollback rollback = rollbacks.poll(EXPIRE_MILLIS, TimeUnit.MILLISECONDS);
        ChangeResult result = rollback == null ? control.expire() : control.keep(rollback);
        if (rollback != null && result instanceof ChangeResult.Refused(_, String message)) {
          LOG.warn("The rollback of the canary of {} is not durable: {}", rollback.route(),
              message);
        }
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException problem) {
        LOG.error("The upkeep of the routing table failed", problem);
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    feed.close();
  }
}
