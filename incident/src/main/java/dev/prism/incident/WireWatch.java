package dev.prism.incident;

import dev.prism.exchange.TraceRecord;
import dev.prism.routing.Flip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Looks at this node's responses and counts, for each flip of an incident, how many of the newest in its
/// scope the flip decided. What began before the flip may end as it began and is not counted. Called by the
/// side stream's thread, which it tells on when it has seen enough of a flip; asked by others.
public final class WireWatch {
  private static final int MOST_FLIPS = 1_000;
  private static final long ARRIVAL_MILLIS = 1_000;

  private final int responses;
  private final Supplier<List<Flip>> flips;
  private final Runnable enough;
  private final Map<String, Ring> rings = new ConcurrentHashMap<>();

  /// @param responses that are remembered for each flip
  /// @param flips     in force on this node
  /// @param enough    told once for each flip of which so many have been seen; must not block
  public WireWatch(int responses, Supplier<List<Flip>> flips, Runnable enough) {
    this.responses = responses;
    this.flips = flips;
    this.enough = enough;
  }

  /// One exchange has ended.
  public void trace(TraceRecord trace) {
    for (Flip flip : flips.get()) {
      if (flip.incident() != null && flip.route().equals(trace.served().route())
          && isAfter(trace, flip) && flip.scope().mayCover(trace.caller())
          && trace.outcome().status() != 0 && rings.size() < MOST_FLIPS
          && rings.computeIfAbsent(flip.id(), _ -> new Ring(responses)).add(carries(trace, flip))) {
        enough.run();
      }
    }
  }

  /// A request that began within the second that a flip may take to arrive counts only when it did arrive.
  private static boolean isAfter(TraceRecord trace, Flip flip) {
    return trace.served().revision() >= flip.revision()
        || trace.asked().startedAtMicros() / 1_000 > flip.createdAtMillis() + ARRIVAL_MILLIS;
  }

  /// Whether the response's headers say that the flip decided it: `x-prism-incident`, and
  /// `x-prism-fallback-used` unless the flip only adds rails or a rail refused before anyone was called.
  private static boolean carries(TraceRecord trace, Flip flip) {
    boolean moved = flip.to().target() != null || flip.to().strategy() != null;
    boolean ours = flip.incident() != null && flip.incident().equals(trace.served().incident());
    return ours && (trace.served().fallbackUsed() || !moved
        || trace.outcome().kind() == TraceRecord.Outcome.Kind.REFUSED);
  }

  /// What has been seen of each flip in force; what is no longer in force is forgotten.
  public Map<String, NodeReports.Seen> seen() {
    List<String> ids = flips.get().stream().map(Flip::id).toList();
    rings.keySet().retainAll(ids);
    Map<String, NodeReports.Seen> seen = new HashMap<>();
    rings.forEach((id, ring) -> seen.put(id, ring.seen()));
    return seen;
  }

  private static final class Ring {
    private final boolean[] carried;
    private int next;
    private int size;

    Ring(int capacity) {
      carried = new boolean[capacity];
    }

    /// @return whether it is full by this one
    synchronized boolean add(boolean one) {
      carried[next] = one;
      next = (next + 1) % carried.length;
      boolean filled = size == carried.length - 1;
      size = Math.min(size + 1, carried.length);
      return filled;
    }

    synchronized NodeReports.Seen seen() {
      int count = 0;
      for (int i = 0; i < size; i++) {
        count += carried[i] ? 1 : 0;
      }
      return new NodeReports.Seen(size, count);
    }
  }
}
