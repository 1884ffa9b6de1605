package dev.prism.server;

import dev.prism.evals.BusySample;
import dev.prism.evals.CheckSettings;
import dev.prism.evals.Reading;
import dev.prism.evals.Scoring;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceSink;
import dev.prism.store.TraceFilter;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scores every exchange, at the end of a queue of its own of the side stream, and tells the listeners. Of more
/// than [#MOST_PER_SECOND] ordinary ones in a second a sample is scored, with its probability in the scores, so
/// that no load makes scoring cost more than a small part of a core; those that failed or that a rail flagged
/// are always scored. A listener that throws is counted and asked again with the next exchange.
final class ScoringStage implements TraceSink {
  private static final Logger LOG = LoggerFactory.getLogger(ScoringStage.class);
  private static final int MOST_PER_SECOND = 500;
  /// However many routes are busy.
  private static final int LEAST_OF_A_ROUTE = 8;

  private final List<ScoredTrace.Listener> listeners = new CopyOnWriteArrayList<>();
  private final Function<ScoredTrace, ScoredTrace> keep;
  /// One thread at a time speaks to the listeners.
  private final Lock speaking = new ReentrantLock();
  private final BusySample sample = new BusySample(MOST_PER_SECOND, LEAST_OF_A_ROUTE,
      new SplittableRandom());
  private final LongAdder left = new LongAdder();
  private final LongAdder scored = new LongAdder();
  private final LongAdder scoringNanos = new LongAdder();
  private final LongAdder listenerFailures = new LongAdder();
  private CheckSettings checks;
  private volatile @Nullable Scoring scoring;
  private volatile Evidences evidences = Evidences.NONE;
  private volatile Consumer<TraceRecord> kept = _ -> {};
  private volatile @Nullable JudgeSetup judge;

  /// @param checks the scorers are made of them with the first exchange, since their rules take long to compile
  ///               and a start must not wait for them
  /// @param keep   takes the exchange with its first scores, and adds those that had come before it
  ScoringStage(CheckSettings checks, Function<ScoredTrace, ScoredTrace> keep) {
    this.checks = checks;
    this.keep = keep;
  }

  @Override
  public String name() {
    return "scoring";
  }

  /// Where further evidence comes from.
  ///
  /// @param afterwards told of each exchange when it is kept: some evidence may have come since it was asked for
  void evidences(Evidences source, Consumer<TraceRecord> afterwards) {
    evidences = source;
    kept = afterwards;
  }

  /// Who scores a part of the traffic besides.
  void judge(JudgeSetup setup) {
    judge = setup;
  }

  /// Other settings are in force.
  ///
  /// @throws IllegalArgumentException if a scorer refuses them
  synchronized void checks(CheckSettings changed) {
    if (!changed.equals(checks)) {
      scoring = Scoring.of(changed);
      checks = changed;
    }
  }

  private Scoring scoring() {
    Scoring known = scoring;
    return known == null ? first() : known;
  }

  private synchronized Scoring first() {
    Scoring known = scoring;
    if (known == null) {
      known = Scoring.of(checks);
      scoring = known;
    }
    return known;
  }

  void addListener(ScoredTrace.Listener listener) {
    listeners.add(listener);
  }

  @Override
  public void accept(TraceRecord trace) {
    JudgeSetup setup = judge;
    if (setup != null && setup.isOwn(trace)) {
      ScoredTrace _ = keep.apply(new ScoredTrace(trace, List.of()));
      return;
    }
    long begin = System.nanoTime();
    double chance = TraceFilter.isFailing(trace)
        ? 1
        : sample.chance(trace.served().route(), TimeUnit.NANOSECONDS.toSeconds(begin));
    if (!sample.takes(chance)) {
      left.increment();
      return;
    }
    Reading reading = Reading.of(trace, evidences.of(trace), chance);
    List<Score> scores = scoring().score(reading, nowMicros());
    scoringNanos.add(System.nanoTime() - begin);
    scored.increment();
    tell(keep.apply(new ScoredTrace(trace, scores)));
    kept.accept(trace);
    if (setup != null) {
      setup.offer(reading);
    }
  }

  /// Tells the listeners of scores that come later.
  void late(TraceRecord trace, List<Score> scores) {
    tell(new ScoredTrace(trace, scores));
    JudgeSetup setup = judge;
    if (setup != null && scores.stream().anyMatch(ScoringStage::isComplaint)) {
      setup.offerFlagged(trace);
    }
  }

  private static boolean isComplaint(Score score) {
    return score.isFailing()
        && (score.by().kind() == Score.Kind.APPLICATION || score.by().kind() == Score.Kind.HUMAN);
  }

  private void tell(ScoredTrace news) {
    speaking.lock();
    try {
      for (ScoredTrace.Listener listener : listeners) {
        try {
          listener.scored(news);
        } catch (RuntimeException e) {
          listenerFailures.increment();
          if (Long.bitCount(listenerFailures.sum()) == 1) {
            LOG.error("A listener of scores has failed, {} times so far", listenerFailures.sum(),
                e);
          }
        }
      }
    } finally {
      speaking.unlock();
    }
  }

  static long nowMicros() {
    return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  }

  long scored() {
    return scored.sum();
  }

  /// Ordinary exchanges that were left out in busy seconds.
  long left() {
    return left.sum();
  }

  double scoringSeconds() {
    return scoringNanos.sum() / 1e9;
  }

  /// Of listeners and of scorers.
  long failures() {
    Scoring known = scoring;
    return listenerFailures.sum() + (known == null ? 0 : known.failures());
  }
}
