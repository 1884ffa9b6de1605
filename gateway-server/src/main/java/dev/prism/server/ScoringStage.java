package dev.prism.server;

import dev.prism.evals.Reading;
import dev.prism.evals.Scoring;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceSink;
import dev.prism.store.TraceFilter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scores every exchange, at the end of a queue of its own of the side stream, and tells the listeners. Beyond
/// [#MOST_PER_SECOND] in one second ordinary ones are left out, by count, so that no load makes scoring cost more
/// than a small part of a core; those that failed or that a rail flagged are always scored. A
/// listener that throws is counted and asked again with the next exchange.
final class ScoringStage implements TraceSink {
  private static final Logger LOG = LoggerFactory.getLogger(ScoringStage.class);

  private final List<ScoredTrace.Listener> listeners = new CopyOnWriteArrayList<>();
  private final Function<ScoredTrace, ScoredTrace> keep;
  /// One thread at a time speaks to the listeners.
  private final Lock speaking = new ReentrantLock();
  private static final int MOST_PER_SECOND = 1_000;
  private static final long MICROS = 1_000_000;

  private final PerSecond room = new PerSecond(MOST_PER_SECOND);
  private final LongAdder left = new LongAdder();
  private final LongAdder scored = new LongAdder();
  private final LongAdder scoringNanos = new LongAdder();
  private final LongAdder listenerFailures = new LongAdder();
  private volatile Scoring scoring;
  private volatile Evidences evidences = Evidences.NONE;
  private volatile @Nullable JudgeSetup judge;

  /// @param keep takes the exchange with its first scores, and adds those that had come before it
  ScoringStage(Scoring scoring, Function<ScoredTrace, ScoredTrace> keep) {
    this.scoring = scoring;
    this.keep = keep;
  }

  @Override
  public String name() {
    return "scoring";
  }

  /// Where further evidence comes from.
  void evidences(Evidences source) {
    evidences = source;
  }

  /// Who scores a part of the traffic besides.
  void judge(JudgeSetup setup) {
    judge = setup;
  }

  void scoring(Scoring changed) {
    scoring = changed;
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
    if (!room.take(trace.asked().startedAtMicros() / MICROS) && !TraceFilter.isFailing(trace)) {
      left.increment();
      return;
    }
    long begin = System.nanoTime();
    Reading reading = Reading.of(trace, evidences.of(trace));
    List<Score> scores = scoring.score(reading, nowMicros());
    scoringNanos.add(System.nanoTime() - begin);
    scored.increment();
    tell(keep.apply(new ScoredTrace(trace, scores)));
    if (setup != null) {
      setup.offer(reading);
    }
  }

  /// Tells the listeners of scores that come later.
  void late(TraceRecord trace, List<Score> scores) {
    ScoredTrace news = new ScoredTrace(trace, scores);
    tell(news);
    JudgeSetup setup = judge;
    if (setup != null && scores.stream().anyMatch(ScoringStage::isComplaint)) {
      setup.offerFlagged(news);
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
    return listenerFailures.sum() + scoring.failures();
  }
}
