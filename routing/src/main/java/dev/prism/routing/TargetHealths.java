package dev.prism.routing;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The health of every target in use. Callers may name any model of a provider, so what they name is
/// bounded: when there are too many, idle ones are forgotten, and what still finds no room is judged for
/// its own request only. The targets of the table always have their place.
public final class TargetHealths {
  private static final int LIMIT = 4096;
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<HealthKey, TargetHealth> healths = new ConcurrentHashMap<>();
  private final AtomicLong nextSweepNanos;
  private volatile Set<HealthKey> configured = Set.of();

  TargetHealths(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    nextSweepNanos = new AtomicLong(nanoTime.getAsLong());
  }

  TargetHealth of(HealthKey key) {
    TargetHealth known = healths.get(key);
    if (known != null) {
      return known;
    }
    if (healths.size() >= LIMIT) {
      sweep();
      if (healths.size() >= LIMIT) {
        return new TargetHealth(key, nanoTime);
      }
    }
    return healths.computeIfAbsent(key, absent -> new TargetHealth(absent, nanoTime));
  }

  /// The table's own targets, which are never forgotten while they are in it.
  void configure(Set<HealthKey> keys) {
    configured = Set.copyOf(keys);
    for (HealthKey key : keys) {
      healths.computeIfAbsent(key, absent -> new TargetHealth(absent, nanoTime));
    }
  }

  private void sweep() {
    long due = nextSweepNanos.get();
    long now = nanoTime.getAsLong();
    if (now - due >= 0 && nextSweepNanos.compareAndSet(due, now + SWEEP_NANOS)) {
      healths.entrySet()
          .removeIf(entry -> !configured.contains(entry.getKey()) && entry.getValue().isIdle());
    }
  }

  public Collection<TargetHealth> all() {
    return List.copyOf(healths.values());
  }

  /// The health whose breaker has this id.
  public Optional<TargetHealth> find(String id) {
    return healths.values()
        .stream()
        .filter(health -> health.breaker().key().id().equals(id))
        .findFirst();
  }

  /// The breakers of the table's own targets, by id: as many as the config names.
  public List<BreakerSnapshot> ofTable() {
    return configured.stream()
        .map(key -> of(key).breaker().snapshot())
        .sorted(Comparator.comparing(BreakerSnapshot::id))
        .toList();
  }

  /// All breakers, by id.
  public List<BreakerSnapshot> breakers() {
    return healths.values()
        .stream()
        .map(health -> health.breaker().snapshot())
        .sorted(Comparator.comparing(BreakerSnapshot::id))
        .toList();
  }
}
