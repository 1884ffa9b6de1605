package dev.prism.incident.detect;

import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.Leadership;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/// Detection over several nodes. Each node gathers its scores by the minute and leaves the minute's
/// statistics in the store; the leader merges the minutes of all and runs the detectors over them. A single
/// confirmed finding does not wait for that: the node that has it tells at once.
///
/// A minute is read fifteen seconds after its end; what a node leaves later than that is not counted. A new
/// leader begins with the state that was saved last and reads on from there, at most an hour back.
public final class FleetDetection implements ScoredTrace.Listener {
  private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);
  private static final long GRACE_MILLIS = TimeUnit.SECONDS.toMillis(15);
  private static final long MOST_BEHIND = 60;

  private final Detection detection;
  private final Fleet fleet;
  private final Clock clock;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private MinuteStats gathered = new MinuteStats();
  private long gatheredMinute;
  private long readUpTo = -1;

  private record Waiting(long minute, MinuteStats stats) {}

  /// What joins the nodes.
  ///
  /// @param node    this one's name, unlike any other's
  /// @param minutes where minutes are left
  /// @param leader  who detects
  /// @param states  where the leader keeps the streams' state
  public record Fleet(
      String node,
      FleetMinutes minutes,
      Leadership leader,
      DetectorStates states) {}

  public FleetDetection(Detection detection, Fleet fleet, Clock clock) {
    this.detection = detection;
    this.fleet = fleet;
    this.clock = clock;
    gatheredMinute = minute();
  }

  private long minute() {
    return Math.floorDiv(clock.millis(), MINUTE_MILLIS);
  }

  @Override
  public synchronized void scored(ScoredTrace scored) {
    detection.gather(scored, gathered);
  }

  /// Leaves the minute that is over, and leads if this node is the leader. For a timer, about once a second;
  /// may block. After a failure the same is tried again.
  ///
  /// @throws IOException if the store does not answer
  public void tick() throws IOException {
    publish();
    if (!fleet.leader().isLeader()) {
      readUpTo = -1;
      return;
    }
    if (readUpTo < 0) {
      detection.restore(fleet.states().load());
      readUpTo = Math.max(detection.newestMinute(), minute() - MOST_BEHIND);
    }
    long closed = Math.floorDiv(clock.millis() - GRACE_MILLIS, MINUTE_MILLIS) - 1;
    long first = readUpTo + 1;
    for (long next = readUpTo + 1; next <= closed; next++) {
      MinuteStats all = new MinuteStats();
      for (MinuteStats one : fleet.minutes().of(next)) {
        all.merge(one);
      }
      detection.replay(all, next);
      readUpTo = next;
    }
    if (readUpTo >= first) {
      fleet.states().save(detection.save(first * MINUTE_MILLIS));
      fleet.minutes().forget(readUpTo - MOST_BEHIND);
    }
  }

  private void publish() throws IOException {
    turn();
    Waiting oldest = waiting.peek();
    while (oldest != null) {
      fleet.minutes().publish(fleet.node(), oldest.minute(), oldest.stats());
      waiting.remove();
      oldest = waiting.peek();
    }
  }

  /// While the store is away minutes wait, an hour of them at most.
  private synchronized void turn() {
    if (minute() <= gatheredMinute) {
      return;
    }
    if (!gathered.isEmpty()) {
      if (waiting.size() >= MOST_BEHIND) {
        waiting.remove();
      }
      waiting.add(new Waiting(gatheredMinute, gathered));
    }
    gathered = new MinuteStats();
    gatheredMinute = minute();
  }
}
