package dev.prism.store;

import dev.prism.evals.KeepSettings;
import dev.prism.evals.ScoreMinute;
import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The scored traces in memory and in the database. What comes is summed up by minute, kept in memory bare,
/// and of a second's exchanges the first so many are written, in batches, a quarter of a second late at
/// most. While the database is away the newest wait, up to a limit; what finds no place is counted.
public final class StoredTraces implements ScoredTraces, AutoCloseable {
  private static final long PAUSE_MILLIS = 250;
  private static final long RETENTION_MILLIS = 60_000;
  private static final int MOST_PENDING = 8_192;
  private static final long MOST_PENDING_BYTES = 64L << 20;
  private static final int MOST_LATE = 8_192;
  private static final int NOTABLE_FACTOR = 10;

  private final Database database;
  private final ScoredMemory memory;
  private final RecentTraces recent;
  private final Clock clock;
  private final MinuteSums minutes = new MinuteSums();
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final List<ScoreRows.Late> late = new ArrayList<>();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder written = new LongAdder();
  private final RoomInSecond ordinary = new RoomInSecond();
  private final RoomInSecond notable = new RoomInSecond();
  private final Lock flushing = new ReentrantLock();
  private final Rhythm rhythm;
  private final Rhythm retention;
  private volatile KeepSettings keep;
  private volatile Late listener = (_, _) -> {};
  private long pendingBytes;
  private long numbers;
  private @Nullable List<ScoreMinute> unwritten;

  /// @param number in the order in which they came
  private record Pending(long number, ScoredTrace scored) {}

  /// Hears of scores of exchanges that had been taken before.
  public interface Late {
    void scored(TraceRecord trace, List<Score> scores);
  }

  /// @param recent has the texts of what is not yet in the database
  public StoredTraces(Database database, ScoredMemory memory, RecentTraces recent,
      KeepSettings keep, Clock clock) {
    this.database = database;
    this.memory = memory;
    this.recent = recent;
    this.keep = keep;
    this.clock = clock;
    rhythm = new Rhythm("trace-store", PAUSE_MILLIS, this::flushQuietly);
    retention = new Rhythm("trace-retention", RETENTION_MILLIS, this::retain);
  }

  public void onLate(Late heard) {
    listener = heard;
  }

  public void keep(KeepSettings changed) {
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
    synchronized (this) {
      if (hasRoomInItsSecond(whole)) {
        pend(whole);
      }
    }
    return whole;
  }

  private boolean hasRoomInItsSecond(ScoredTrace scored) {
    long started = scored.trace().asked().startedAtMicros();
    int most = keep.ordinaryPerSecond();
    return TraceRows.isNotable(scored)
        ? notable.take(started, most * NOTABLE_FACTOR)
        : ordinary.take(started, most);
  }

  private void pend(ScoredTrace scored) {
    pending.addLast(new Pending(numbers++, scored));
    pendingBytes += size(scored);
    while (pending.size() > MOST_PENDING || pendingBytes > MOST_PENDING_BYTES) {
      pendingBytes -= size(pending.removeFirst().scored());
      dropped.increment();
    }
  }

  private static long size(ScoredTrace scored) {
    TraceRecord.Texts texts = scored.trace().texts();
    String response = texts.response();
    return 2_000L + (texts.request() == null ? 0 : texts.request().size())
        + (response == null ? 0 : response.length());
  }

  @Override
  public void add(Score score) {
    add(score, null);
  }

  @Override
  public void add(Score score, @Nullable String requestId) {
    TraceRecord trace = memory.add(score, requestId);
    if (trace == null) {
      trace = inDatabase(requestId == null ? score.traceId() : requestId);
    }
    if (trace == null) {
      // Perhaps it was left out of the sample that is scored.
      trace = recent.find(score.traceId());
    }
    if (trace == null) {
      return;
    }
    minutes.add(trace, List.of(score));
    TraceRecord whole = recent.find(trace.ids().requestId());
    if (whole == null && score.isFailing() && trace.texts().request() == null) {
      whole = inDatabase(trace.ids().requestId());
    }
    synchronized (this) {
      if (late.size() < MOST_LATE) {
        late.add(new ScoreRows.Late(score, requestId));
      } else {
        dropped.increment();
      }
      if (score.isFailing() && whole != null) {
        // Perhaps it was not among those that are written; a second row of it is refused there.
        List<Score> others = new ArrayList<>(scores(whole));
        others.remove(score);
        pend(new ScoredTrace(whole, others));
      }
    }
    listener.scored(whole == null ? trace : whole, List.of(score));
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

  /// All scores of an exchange.
  public List<Score> scores(TraceRecord trace) {
    List<Score> known = memory.scores(trace);
    if (known != null) {
      return known;
    }
    try {
      return database.read(handle -> ScoreRows.with(handle, List.of(trace))).getFirst().scores();
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
      List<ScoredTrace> traces;
      List<ScoreRows.Late> scores;
      long last;
      synchronized (this) {
        traces = pending.stream().map(Pending::scored).toList();
        last = numbers;
        scores = List.copyOf(late);
      }
      if (unwritten == null) {
        unwritten = minutes.take();
      }
      List<ScoreMinute> sums = unwritten;
      if (!traces.isEmpty() || !scores.isEmpty() || !sums.isEmpty()) {
        database.write(handle -> write(handle, traces, scores, sums));
      }
      unwritten = null;
      settle(last, traces.size(), scores.size());
    } finally {
      flushing.unlock();
    }
  }

  private static boolean write(Handle handle, List<ScoredTrace> traces, List<ScoreRows.Late> scores,
      List<ScoreMinute> sums) {
    TraceRows.insert(handle, traces);
    ScoreRows.insertLate(handle, scores);
    TraceRows.fail(handle, scores.stream().filter(late -> late.score().isFailing()).toList());
    MinuteSums.write(handle, sums);
    return true;
  }

  /// What came before `last` is written.
  private synchronized void settle(long last, int traces, int scores) {
    while (!pending.isEmpty() && pending.getFirst().number() < last) {
      pendingBytes -= size(pending.removeFirst().scored());
    }
    written.add(traces);
    late.subList(0, scores).clear();
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
    return dropped.sum();
  }

  public long written() {
    return written.sum();
  }

  public synchronized long waiting() {
    return pending.size();
  }

  /// Writes what is left.
  @Override
  public void close() {
    retention.close();
    rhythm.close();
    flushQuietly();
  }
}
