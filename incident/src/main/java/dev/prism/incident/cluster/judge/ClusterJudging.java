package dev.prism.incident.cluster.judge;

import dev.prism.evals.JudgeCall;
import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.FailureCluster;
import dev.prism.incident.Signal;
import dev.prism.incident.cluster.ClusterSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has each new cluster judged once, on a thread of its own; a cluster that finds the queue full is counted and
/// not judged. What the judge finds stays here, and its four scores go to the representatives.
public final class ClusterJudging implements Signal.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterJudging.class);
  private static final int QUEUE = 64;
  private static final int MOST_KEPT = 500;
  private static final String VERSION = "1";
  private final ClusterSettings.Judging settings;
  private final ClusterJudge judge;
  private final SpanSource spans;
  private final ScoredTraces traces;
  private final Purse purse;
  private final Clock clock;
  private final BlockingQueue<FailureCluster> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Set<String> begun = new LinkedHashSet<>();
  private final Map<String, ClusterFinding> findings = new LinkedHashMap<>();
  private final Map<ClusterJudge.End, LongAdder> ends = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();
  private final Thread thread;

  /// What all judging together may cost.
  ///
  /// @param allows whether another cluster may be begun
  /// @param charge takes what one has cost, in pico-dollars
  public record Purse(BooleanSupplier allows, LongConsumer charge) {}

  public ClusterJudging(String route, ClusterSettings.Judging settings, JudgeCall call,
      SpanSource spans, ScoredTraces traces, Purse purse, Clock clock) {
    this.settings = settings;
    judge = new ClusterJudge(route, settings, call);
    this.spans = spans;
    this.traces = traces;
    this.purse = purse;
    this.clock = clock;
    thread = Thread.ofVirtual().name("cluster-judge").start(this::work);
  }

  @Override
  public void signal(Signal signal) {
    if (signal instanceof Signal.Clustered clustered && begin(clustered.cluster().id())
        && !queue.offer(clustered.cluster())) {
      dropped.increment();
      forget(clustered.cluster().id());
    }
  }

  private synchronized boolean begin(String id) {
    boolean first = begun.add(id);
    if (begun.size() > MOST_KEPT) {
      begun.remove(begun.iterator().next());
    }
    return first;
  }

  private synchronized void forget(String id) {
    begun.remove(id);
  }

  /// What was found of a cluster, when it is known.
  public synchronized Optional<ClusterFinding> of(String clusterId) {
    return Optional.ofNullable(findings.get(clusterId));
  }

  /// Clusters that found the queue full.
  public long dropped() {
    return dropped.sum();
  }

  /// Clusters that were judged and came to nothing.
  public long failed() {
    return ends.entrySet()
        .stream()
        .filter(end -> end.getKey() != ClusterJudge.End.FOUND)
        .mapToLong(end -> end.getValue().sum())
        .sum();
  }

  private void work() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        judge(queue.take());
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.error("a cluster could not be judged", e);
      }
    }
  }

  private void judge(FailureCluster cluster) throws InterruptedException {
    if (!purse.allows().getAsBoolean()) {
      count(ClusterJudge.End.MONEY_SPENT);
      forget(cluster.id());
      return;
    }
    CaseFile file = CaseFile.of(cluster, read(cluster), spans);
    ClusterJudge.Result result = judge.judge(file);
    purse.charge().accept(result.picoDollars());
    count(result.end());
    if (result.end() == ClusterJudge.End.NO_ANSWER) {
      forget(cluster.id());
    }
    result.finding().ifPresent(finding -> {
      keep(finding);
      cluster.representatives()
          .stream()
          .filter(file.traces()::containsKey)
          .forEach(trace -> score(trace, finding));
    });
  }

  private List<ScoredTrace> read(FailureCluster cluster) {
    List<ScoredTrace> found = new ArrayList<>();
    Stream.concat(cluster.representatives().stream(), cluster.members().stream())
        .distinct()
        .limit(settings.traces())
        .forEach(id -> traces.find(id).ifPresent(found::add));
    return found;
  }

  private synchronized void keep(ClusterFinding finding) {
    findings.put(finding.clusterId(), finding);
    if (findings.size() > MOST_KEPT) {
      findings.remove(findings.keySet().iterator().next());
    }
  }

  private void score(String traceId, ClusterFinding finding) {
    finding.scores()
        .forEach((rubric,
            mark) -> traces.add(new Score(traceId, rubric, mark,
                new Score.By(Score.Kind.CLUSTER_JUDGE, finding.judge(), VERSION), 1,
                clock.millis() * 1_000, null, finding.immediateFix())));
  }

  private void count(ClusterJudge.End end) {
    ends.computeIfAbsent(end, _ -> new LongAdder()).increment();
  }

  /// Drops what waits.
  @Override
  public void close() {
    thread.interrupt();
  }
}
