package dev.prism.incident.cluster;

import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.FailureCluster.Contrast;
import dev.prism.incident.Signal;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Groups the failing traces of each route as they come, on a thread of its own, and says when a cluster has
/// formed or doubled. The caller only hands a trace over and wakes nobody, since a wake-up is a system call: the
/// thread looks by itself ten times a second. When it falls behind, traces are dropped and counted, those that
/// pass first. Windows live in memory; after a restart they fill again.
public final class Clustering implements ScoredTrace.Listener, Clusters, AutoCloseable {
  private static final int QUEUE = 1_024;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  /// Traces that are heard before the thread looks whether it is time to group.
  private static final int MOST_IN_ROW = 64;
  private static final int MOST_PLACING = 16;
  private final ClusterSettings settings;
  private final FailureReader reader;
  private final Taxonomy taxonomy = Taxonomy.standard();
  private final Signal.Listener listener;
  private final Clock clock;
  private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(QUEUE);
  private final LongAdder dropped = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final Map<String, RouteClusters> routes = new HashMap<>();
  private final Thread thread;
  private final LinkedHashSet<RouteClusters> placing = new LinkedHashSet<>();
  private volatile Map<String, List<ClusterReport>> found = Map.of();
  private volatile Map<String, ClusterReport> remembered = Map.of();
  private volatile Map<String, List<Contrast>> contrasts = Map.of();
  private volatile boolean closed;

  private sealed interface Work {
    record Heard(ScoredTrace scored) implements Work {}

    record Run(CompletableFuture<Void> done) implements Work {}
  }

  /// @param listener hears of clusters on the clustering thread
  public Clustering(ClusterSettings settings, TraceReader reader, Signal.Listener listener,
      Clock clock) {
    this.settings = settings;
    this.reader = new FailureReader(reader, taxonomy);
    this.listener = listener;
    this.clock = clock;
    thread = Thread.ofPlatform().daemon().name("prism-clusters").start(this::work);
  }

  @Override
  public void scored(ScoredTrace scored) {
    if (!FailureReader.concerns(scored)) {
      return;
    }
    boolean room = scored.isFailing() || queue.remainingCapacity() > QUEUE / 2;
    if (!room || !queue.offer(new Work.Heard(scored))) {
      dropped.increment();
    }
  }

  /// Groups every route that has changed, after all that has been heard so far.
  ///
  /// @return done when the signals have been given; fails with RejectedExecutionException when too much waits
  public CompletableFuture<Void> runNow() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (closed || !queue.offer(new Work.Run(done))) {
      done.completeExceptionally(new RejectedExecutionException("too much waits to be grouped"));
    }
    LockSupport.unpark(thread);
    return done;
  }

  @Override
  public List<ClusterReport> list(@Nullable String route) {
    Map<String, List<ClusterReport>> all = found;
    Stream<List<ClusterReport>> wanted = route == null
        ? all.values().stream()
        : Stream.of(all.getOrDefault(route, List.of()));
    return wanted.flatMap(List::stream)
        .sorted(Comparator.comparingLong((ClusterReport r) -> r.cluster().lastMicros())
            .reversed()
            .thenComparing(r -> r.cluster().id()))
        .toList();
  }

  @Override
  public Optional<ClusterReport> find(String id) {
    return Optional.ofNullable(remembered.get(id));
  }

  @Override
  public List<Contrast> contrast(String route) {
    return contrasts.getOrDefault(route, List.of());
  }

  @Override
  public long dropped() {
    return dropped.sum();
  }

  /// Traces and runs that failed, each a bug.
  public long faults() {
    return faults.sum();
  }

  private void work() {
    int heardInRow = 0;
    while (!closed) {
      try {
        switch (queue.poll()) {
          case null -> {
            heardInRow = 0;
            run(false);
            LockSupport.parkNanos(this, LOOK_NANOS);
          }
          case Work.Heard heard -> {
            hear(heard.scored());
            if (++heardInRow % MOST_IN_ROW == 0) {
              run(false);
            }
          }
          case Work.Run run -> {
            try {
              run(true);
            } finally {
              run.done().complete(null);
            }
          }
        }
      } catch (RuntimeException _) {
        faults.increment();
      }
    }
  }

  private void hear(ScoredTrace scored) {
    long now = clock.millis();
    RouteClusters route = route(scored.trace().served().route());
    String id = scored.trace().ids().traceId();
    if (scored.isFailing()) {
      route.fail(reader.failing(scored), now);
    } else if (!route.window.isFailing(id) && route.window
        .wants(scored.trace().asked().startedAtMicros(), FailureReader.weight(scored), now)) {
      route.window.pass(reader.passing(scored));
    }
  }

  private RouteClusters route(String name) {
    RouteClusters route = routes.get(name);
    if (route == null) {
      if (routes.size() >= settings.mostRoutes()) {
        routes.entrySet()
            .stream()
            .min(Comparator.comparingLong(entry -> entry.getValue().window.heardMillis()))
            .map(Map.Entry::getKey)
            .ifPresent(routes::remove);
      }
      route = new RouteClusters(name, settings, taxonomy);
      routes.put(name, route);
    }
    return route;
  }

  private void run(boolean all) {
    long now = clock.millis();
    for (RouteClusters route : routes.values()) {
      if (all || route.isDue(now)) {
        List<Signal> news = route.run(now);
        place(route);
        publish();
        news.forEach(listener::signal);
      }
    }
  }

  /// Only the routes that were grouped last place their new traces between runs.
  private void place(RouteClusters route) {
    placing.remove(route);
    placing.add(route);
    if (placing.size() > MOST_PLACING) {
      placing.removeFirst().dropSpace();
    }
  }

  private void publish() {
    Map<String, List<ClusterReport>> now = new HashMap<>();
    Map<String, ClusterReport> all = new HashMap<>();
    Map<String, List<Contrast>> apart = new HashMap<>();
    routes.forEach((name, route) -> {
      apart.put(name, route.contrast());
      now.put(name, route.reports());
      all.putAll(route.remembered());
    });
    contrasts = Map.copyOf(apart);
    remembered = Map.copyOf(all);
    found = Map.copyOf(now);
  }

  /// Stops; what has not been grouped yet is left.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
