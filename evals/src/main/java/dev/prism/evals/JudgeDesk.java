package dev.prism.evals;

import dev.prism.exchange.Score;
import dev.prism.exchange.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where exchanges wait for the judge, in a bounded queue, and the threads that ask it. Nothing waits for it:
/// what finds the queue full is counted and not judged. However often an exchange is offered it is judged once,
/// or it would count twice where its scores are summed up.
public final class JudgeDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JudgeDesk.class);
  private static final int QUEUE = 256;

  private final JudgeSettings settings;
  private final Judge judge;
  private final JudgeBudget budget;
  private final JudgeSampling sampling;
  private final JudgeHistory history;
  private final Rejudging rejudging;
  private final Listener scores;
  private final BlockingQueue<Case> queue = new ArrayBlockingQueue<>(QUEUE);
  /// Request ids of those that wait or are being judged.
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();
  private final List<JudgeShift.Listener> listeners = new CopyOnWriteArrayList<>();
  private final Map<Fate, LongAdder> counts = new ConcurrentHashMap<>();

  /// What became of an exchange that was to be judged, or of one mark.
  public enum Fate {
    SCORED, FAILED, REJECTED, DROPPED, CAPPED, REJUDGED
  }

  /// Takes what the judge says.
  public interface Listener {
    /// @param requestId the exchange that was judged
    void judged(Score score, String requestId);
  }

  private record Case(Reading reading, double probability) {
    String requestId() {
      return reading.trace().ids().requestId();
    }
  }

  /// @param scores takes what the judge says
  public JudgeDesk(JudgeSettings settings, Judge judge, JudgeBudget budget, JudgeSampling sampling,
      JudgeHistory history, Listener scores) {
    this.settings = settings;
    this.judge = judge;
    this.budget = budget;
    this.sampling = sampling;
    this.scores = scores;
    this.history = history;
    rejudging = new Rejudging(history);
    for (int i = 0; i < settings.concurrency(); i++) {
      threads.add(Thread.ofVirtual().name("judge-" + i).start(this::work));
    }
  }

  public void addListener(JudgeShift.Listener listener) {
    listeners.add(listener);
  }

  /// Takes an exchange if it is one to be judged. Never waits. Which those are does not hang on which
  /// exchanges are read at all, so both chances multiply.
  public void offer(Reading reading) {
    if (reading.hasAnswer()) {
      double probability = sampling.probability(reading.trace(), settings);
      if (JudgeSampling.isChosen(reading.trace().ids().traceId(), probability)) {
        put(new Case(reading, probability * reading.probability()));
      }
    }
  }

  /// Takes an exchange that somebody has complained about, whatever its chances were. Whether it was taken by chance
  /// cannot be worked out again: the share may have been another one then.
  public void offerFlagged(TraceRecord trace) {
    Reading reading = Reading.of(trace);
    if (reading.hasAnswer()) {
      put(new Case(reading, 1));
    }
  }

  private void put(Case one) {
    if (taken.add(one.requestId()) && !queue.offer(one)) {
      taken.remove(one.requestId());
      count(Fate.DROPPED);
    }
  }

  private void work() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Case next = queue.take();
        try {
          judge(next);
        } finally {
          taken.remove(next.requestId());
        }
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException e) {
        count(Fate.FAILED);
        LOG.error("The judge failed", e);
      }
    }
  }

  private void judge(Case one) throws InterruptedException {
    if (history.isJudged(one.reading().trace())) {
      return;
    }
    for (Score score : ask(one.reading(), one.probability())) {
      count(Fate.SCORED);
      Optional<Score.By> replaced = rejudging.replaced(score);
      scores.judged(score, one.requestId());
      if (replaced.isPresent()) {
        tell(rejudging.compare(score, replaced.get(), judged -> {
          count(Fate.REJUDGED);
          return ask(Reading.of(judged.trace()), 1);
        }));
      }
    }
  }

  private void tell(List<JudgeShift> shifts) {
    for (JudgeShift shift : shifts) {
      LOG.info("The judge of {} is now {} instead of {}: {} points on {} answers", shift.rubric(),
          shift.current(), shift.previous(), shift.shift(), shift.rejudged());
      listeners.forEach(listener -> listener.shifted(shift));
    }
  }

  private List<Score> ask(Reading reading, double probability) throws InterruptedException {
    if (!budget.allows()) {
      count(Fate.CAPPED);
      return List.of();
    }
    Judge.Result result = judge.score(reading, probability);
    if (result.failed()) {
      count(Fate.FAILED);
    }
    if (!result.failed() || result.picoDollars() > 0) {
      budget.charge(result.picoDollars());
    }
    for (int i = 0; i < result.rejected(); i++) {
      count(Fate.REJECTED);
    }
    return result.scores();
  }

  private void count(Fate fate) {
    counts.computeIfAbsent(fate, _ -> new LongAdder()).increment();
  }

  /// How often so far.
  public long counted(Fate fate) {
    LongAdder count = counts.get(fate);
    return count == null ? 0 : count.sum();
  }

  public int waiting() {
    return queue.size();
  }

  public JudgeBudget budget() {
    return budget;
  }

  /// Drops what waits.
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
