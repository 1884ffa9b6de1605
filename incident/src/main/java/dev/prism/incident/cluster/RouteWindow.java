package dev.prism.incident.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The newest failing traces of a route, and a sample of its passing ones that is even over the window: of
/// each sixtieth of it about as many. Belongs to the clustering thread.
final class RouteWindow {
  private static final int SLICES = 60;
  private final ClusterSettings settings;
  private final long sliceMicros;
  private final int perSlice;
  private final LinkedHashMap<String, FailingTrace> failing = new LinkedHashMap<>();
  private final LinkedHashMap<Long, Slice> passing = new LinkedHashMap<>();
  private final Random random;
  private long heardMillis;
  private boolean changed;

  /// A sample of one slice in which each exchange of the traffic is as likely as any other (Vitter's reservoir,
  /// with weights after Chao).
  private static final class Slice {
    private final List<PassingTrace> kept = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private double seen;
  }

  RouteWindow(ClusterSettings settings, long seed) {
    this.settings = settings;
    sliceMicros = Math.max(1, settings.window().toMillis() * 1_000 / SLICES);
    perSlice = Math.max(1, settings.mostPassing() / SLICES);
    random = new Random(seed);
  }

  /// Takes a failing trace, or what is newly known of it; it passes no longer.
  void fail(FailingTrace trace, long nowMillis) {
    heardMillis = nowMillis;
    changed = true;
    FailingTrace known = failing.remove(trace.id());
    failing.put(trace.id(), known == null ? trace : known.and(trace));
    Slice slice = passing.get(slice(trace.startedMicros()));
    if (slice != null) {
      drop(slice, trace.id());
    }
    while (failing.size() > settings.mostFailing()) {
      failing.pollFirstEntry();
    }
  }

  boolean isFailing(String id) {
    return failing.containsKey(id);
  }

  /// Whether the next passing trace of that time is wanted, which is asked once for each: most need not be
  /// read at all.
  ///
  /// @param weight how many exchanges of the traffic it stands for, at least 1
  boolean wants(long startedMicros, double weight, long nowMillis) {
    heardMillis = nowMillis;
    if (startedMicros / 1_000 < nowMillis - settings.window().toMillis()) {
      return false;
    }
    Slice slice = passing.computeIfAbsent(slice(startedMicros), _ -> new Slice());
    while (passing.size() > SLICES + 1) {
      passing.pollFirstEntry();
    }
    slice.seen += weight;
    return slice.kept.size() < perSlice || random.nextDouble() * slice.seen < perSlice * weight;
  }

  /// Takes a passing trace that was wanted.
  void pass(PassingTrace trace) {
    Slice slice = passing.get(slice(trace.startedMicros()));
    if (slice == null || slice.places.containsKey(trace.id())) {
      return;
    }
    if (slice.kept.size() >= perSlice) {
      drop(slice, slice.kept.get(random.nextInt(slice.kept.size())).id());
    }
    slice.places.put(trace.id(), slice.kept.size());
    slice.kept.add(trace);
  }

  private static void drop(Slice slice, String id) {
    Integer place = slice.places.remove(id);
    if (place != null) {
      PassingTrace last = slice.kept.removeLast();
      if (place < slice.kept.size()) {
        slice.kept.set(place, last);
        slice.places.put(last.id(), place);
      }
    }
  }

  private long slice(long micros) {
    return micros / sliceMicros;
  }

  /// Drops what is older than the window.
  ///
  /// @return how many failing ones, by their cause
  Map<String, Integer> expire(long nowMillis) {
    long oldest = nowMillis * 1_000 - settings.window().toMillis() * 1_000;
    Map<String, Integer> gone = new HashMap<>();
    failing.values().removeIf(trace -> {
      String cause = trace.signature();
      boolean old = trace.startedMicros() < oldest;
      if (old && cause != null) {
        gone.merge(cause, 1, Integer::sum);
      }
      return old;
    });
    passing.keySet().removeIf(slice -> slice < oldest / sliceMicros);
    return gone;
  }

  /// Whether there are new failures since this was last asked.
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  long heardMillis() {
    return heardMillis;
  }

  List<FailingTrace> failing() {
    return List.copyOf(failing.values());
  }

  List<PassingTrace> passing() {
    return passing.values().stream().flatMap(slice -> slice.kept.stream()).toList();
  }
}
