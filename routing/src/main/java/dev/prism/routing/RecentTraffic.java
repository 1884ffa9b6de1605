package dev.prism.routing;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Remembers the last 15 minutes of traffic well enough to say which share of it a scope covers: of each
/// second the number of requests and a few of them, taken by chance. Two threads in the first moment of a
/// second may lose each other's request; it is an estimate.
final class RecentTraffic {
  private static final int SECONDS = 900;
  private static final int SAMPLES = 8;

  private final InstantSource clock;
  private final AtomicReferenceArray<Second> ring = new AtomicReferenceArray<>(SECONDS);

  private record Seen(String route, RequestFacts.Caller caller, Map<String, String> metadata) {}

  private static final class Second {
    private final long number;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReferenceArray<Seen> samples = new AtomicReferenceArray<>(SAMPLES);

    Second(long number) {
      this.number = number;
    }
  }

  /// @param share    of all requests, those that are covered, 0 to 1
  /// @param requests all of them
  /// @param tenants  of the covered ones that are remembered, by name
  record Share(double share, long requests, Set<String> tenants) {}

  RecentTraffic(InstantSource clock) {
    this.clock = clock;
  }

  void seen(RequestFacts facts, String route) {
    Second second = second();
    int n = second.count.getAndIncrement();
    int place = n < SAMPLES ? n : ThreadLocalRandom.current().nextInt(n + 1);
    if (place < SAMPLES) {
      second.samples.set(place, new Seen(route, facts.caller(), facts.metadata()));
    }
  }

  private Second second() {
    long now = TimeUnit.MILLISECONDS.toSeconds(clock.millis());
    int place = (int) Math.floorMod(now, (long) SECONDS);
    Second second = ring.get(place);
    if (second != null && second.number == now) {
      return second;
    }
    Second fresh = new Second(now);
    return ring.compareAndSet(place, second, fresh) ? fresh : second();
  }

  /// @param salt the id of the flip whose scope it is
  Share share(String route, Scope scope, String salt) {
    long oldest = TimeUnit.MILLISECONDS.toSeconds(clock.millis()) - SECONDS;
    long all = 0;
    double covered = 0;
    Set<String> tenants = new TreeSet<>();
    for (int i = 0; i < SECONDS; i++) {
      Second second = ring.get(i);
      if (second == null || second.number <= oldest) {
        continue;
      }
      int count = second.count.get();
      all += count;
      int sampled = 0;
      int hits = 0;
      for (int s = 0; s < SAMPLES; s++) {
        Seen seen = second.samples.get(s);
        if (seen == null) {
          continue;
        }
        sampled++;
        if (seen.route.equals(route) && scope.covers(seen.caller, seen.metadata, salt)) {
          hits++;
          tenants.add(seen.caller.tenant());
        }
      }
      covered += sampled == 0 ? 0 : (double) count * hits / sampled;
    }
    return new Share(all == 0 ? 0 : covered / all, all, tenants);
  }
}
