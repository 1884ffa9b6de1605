package dev.prism.store;

import dev.prism.evals.KeepSettings;
import dev.prism.evals.ScoreMinute;
import dev.prism.evals.ScoreTally;
import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Callers;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The scored traces in memory and in the database. What comes is summed up by minute, kept in memory bare,
/// and of a busy second's exchanges a sample is written, each with the chance it had, in batches, a quarter of
/// a second late at most. An exchange that a score speaks against later is written then, if it was not. While
/// the database is away the newest wait, up to a limit; what finds no place is counted.
public final class StoredTraces implements ScoredTraces, AutoCloseable {
  private static final long PAUSE_MILLIS = 250;
  private static final long RETENTION_MILLIS = 60_000;

  private final Database database;
  private final ScoredMemory memory;
  private final RecentTraces recent;
  private final Clock clock;
  private final MinuteSums minutes = new MinuteSums();
  private final UnwrittenTraces unwritten = new UnwrittenTraces();
  private final LongAdder written = new LongAdder();
  private final Lock flushing = new ReentrantLock();
  private final Rhythm rhythm;
  private final Rhythm retention;
  private final RandomGenerator random;
  private volatile KeepSettings keep;
  private KeepSample sample;
  private volatile Late listener = (_, _) -> {};
  private @Nullable List<ScoreMinute> sums;

  /// Hears of scores of exchanges that had been taken before.
  public interface Late {
    void scored(TraceRecord trace, List<Score> scores);
  }

  /// @param recent has the texts of what is not yet in the database
  public StoredTraces(Database database, ScoredMemory memory, RecentTraces recent,
      KeepSettings keep, Clock clock) {
    this(database, memory, recent, keep, clock, new SplittableRandom());
  }

  StoredTraces(Database database, ScoredMemory memory, RecentTraces recent, KeepSettings keep,
      Clock clock, RandomGenerator random) {
    this.database = database;
    this.memory = memory;
    this.recent = recent;
    this.keep = keep;
    this.clock = clock;
    this.random = random;
    sample = new KeepSample(keep.ordinaryPerSecond(), random);
    rhythm = new Rhythm("trace-store", PAUSE_MILLIS, this::flushQuietly);
    retention = new Rhythm("trace-retention", RETENTION_MILLIS, this::retain);
  }

  public void onLate(Late heard) {
    listener = heard;
  }

  public synchronized void keep(KeepSettings changed) {
    if (changed.ordinaryPerSecond() != keep.ordinaryPerSecond()) {
      sample = new KeepSample(changed.ordinaryPerSecond(), random);
    }
    keep = changed;
  }

  /// Takes an exchange with its first scores. Never waits.
  ///
  /// @return the same, with the scores that had come before it
  public ScoredTrace take(ScoredTrace fresh) {
    List<Score> early = memory.add(fresh.trace(), fresh.scores());
    ScoredTrace whole = fresh;
    if (!early.isEmpty()) {
      List<Score> all = new ArrayList<>(fresh.scores());
      all.addAll(early);
      whole = new ScoredTrace(fresh.trace(), all);
    }
    minutes.add(whole.trace(), whole.scores());
    draw(whole);
    return whole;
  }

  private synchronized void draw(ScoredTrace scored) {
    KeptTrace kept = sample.take(scored, TimeUnit.MILLISECONDS.toSeconds(clock.millis()));
    if (kept != null) {
      unwritten.add(kept);
    }
  }

  @Override
  public void add(Score score) {
    add(score, null);
  }

  @Override
  public void add(Score score, @Nullable String requestId) {
    TraceRecord trace = memory.add(score, requestId);
    boolean scored = trace != null;
    if (trace == null) {
      trace = inDatabase(requestId == null ? score.traceId() : requestId);
    }
    boolean stored = trace != null && !scored;
    if (trace == null) {
      // Perhaps it was left out of the sample that is scored.
      trace = recent.find(score.traceId());
    }
    if (trace == null) {
      return;
    }
    minutes.add(trace, List.of(score));
    TraceRecord whole = recent.find(trace.ids().requestId());
    boolean known = scored || whole != null;
    if (whole == null && score.isFailing() && trace.texts().request() == null) {
      whole = inDatabase(trace.ids().requestId());
    }
    TraceRecord best = whole == null ? trace : whole;
    unwritten.add(new ScoreRows.Late(score, requestId, known));
    if (score.isFailing() && known) {
      // Perhaps it was not among those that are written; a second row of it is refused there.
      List<Score> all = new ArrayList<>(scores(best));
      all.add(score);
      unwritten.add(new KeptTrace(new ScoredTrace(best, all.stream().distinct().toList()), 1));
    } else if (!scored && !stored) {
      draw(new ScoredTrace(best, List.of(score)));
    }
    listener.scored(best, List.of(score));
  }

  private @Nullable TraceRecord inDatabase(String id) {
    try {
      return database.read(handle -> TraceRows.find(handle, id));
    } catch (StoreUnavailable _) {
      return null;
    }
  }

  @Override
  public Optional<ScoredTrace> find(String id) {
    flushQuietly();
    TraceRecord known = recent.find(id);
    if (known == null) {
      known = inDatabase(id);
    }
    if (known == null) {
      return memory.find(id);
    }
    TraceRecord trace = known;
    return Optional.of(new ScoredTrace(trace, scores(trace)));
  }

  /// The scores of an exchange that was taken not long ago; null where it was not, or not yet.
  public @Nullable List<Score> fresh(TraceRecord trace) {
    return memory.scores(trace);
  }

  /// All scores of an exchange.
  public List<Score> scores(TraceRecord trace) {
    List<Score> known = fresh(trace);
    if (known != null) {
      return known;
    }
    try {
      return database
          .read(handle -> ScoreRows.with(handle, List.of(new ScoredTrace(trace, List.of()))))
          .getFirst()
          .scores();
    } catch (StoreUnavailable _) {
      return List.of();
    }
  }

  @Override
  public List<ScoredTrace> list(Query query, int limit) {
    flushQuietly();
    try {
      return database.read(handle -> TraceRows.list(handle, query, limit));
    } catch (StoreUnavailable _) {
      return memory.list(query, limit);
    }
  }

  @Override
  public ScoreTally tally(Query query, Callers callers, int limit) {
    flushQuietly();
    try {
      return database.read(handle -> TallyRows.read(handle, query, callers, limit));
    } catch (StoreUnavailable _) {
      return ScoredTraces.tally(memory.list(query, Integer.MAX_VALUE), callers, limit);
    }
  }

  @Override
  public Map<String, Long> requests(Query query) {
    flushQuietly();
    try {
      return database.read(handle -> TallyRows.requests(handle, query));
    } catch (StoreUnavailable _) {
      return ScoredTraces.requests(memory.list(query, Integer.MAX_VALUE));
    }
  }

  /// The sums of scores by minute, oldest first, 20,000 at most.
  ///
  /// @param route  null for all
  /// @param rubric null for all
  /// @throws StoreUnavailable if the database does not answer
  public List<ScoreMinute> minutes(@Nullable String route, @Nullable String rubric, long fromMinute,
      long toMinute) throws StoreUnavailable {
    flush();
    return database.read(handle -> MinuteSums.read(handle, route, rubric, fromMinute, toMinute));
  }

  private void flushQuietly() {
    try {
      flush();
    } catch (StoreUnavailable _) {
      // The database logs its own state; what waits is tried again.
    }
  }

  /// Writes what waits, in one transaction.
  private void flush() throws StoreUnavailable {
    flushing.lock();
    try {
      UnwrittenTraces.Batch batch = unwritten.batch();
      if (sums == null) {
        sums = minutes.take();
      }
      List<ScoreMinute> taken = sums;
      if (!batch.traces().isEmpty() || !batch.scores().isEmpty() || !taken.isEmpty()) {
        database.write(handle -> write(handle, batch, taken));
      }
      sums = null;
      unwritten.written(batch);
      written.add(batch.traces().size());
    } finally {
      flushing.unlock();
    }
  }

  private static boolean write(Handle handle, UnwrittenTraces.Batch batch, List<ScoreMinute> sums) {
    TraceRows.insert(handle, batch.newTraces());
    ScoreRows.insertLate(handle, batch.scores());
    TraceRows.fail(handle, batch.scores().stream().filter(it -> it.score().isFailing()).toList());
    MinuteSums.write(handle, sums);
    return true;
  }

  private void retain() {
    try {
      for (int i = 0; i < TraceRetention.mostSteps(); i++) {
        long now = TimeUnit.MILLISECONDS.toMicros(clock.millis());
        if (!database.write(handle -> TraceRetention.step(handle, keep, now))) {
          return;
        }
      }
    } catch (StoreUnavailable _) {
      // Tried again in a minute.
    }
  }

  /// Deletes now what is too old or too much.
  void retainNow() {
    retain();
  }

  /// Traces and scores that found no place while the database was away.
  public long dropped() {
    return unwritten.dropped();
  }

  public long written() {
    return written.sum();
  }

  public long waiting() {
    return unwritten.waiting();
  }

  /// Writes what is left.
  @Override
  public void close() {
    retention.close();
    rhythm.close();
    flushQuietly();
  }
}
