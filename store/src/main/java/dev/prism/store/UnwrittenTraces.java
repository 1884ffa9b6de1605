package dev.prism.store;

import dev.prism.exchange.Score;
import dev.prism.exchange.TraceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// Traces and late scores that wait to be written, the newest of them up to a limit; what finds no place is
/// counted. Safe for several threads.
final class UnwrittenTraces {
  private static final int MOST = 8_192;
  private static final long MOST_BYTES = 64L << 20;
  private static final int MOST_LATE = 8_192;

  private final Deque<Pending> pending = new ArrayDeque<>();
  private final List<ScoreRows.Late> late = new ArrayList<>();
  private final LongAdder dropped = new LongAdder();
  private long pendingBytes;
  private long numbers;

  /// @param number in the order in which they came
  private record Pending(long number, KeptTrace trace) {}

  /// What waited at one time.
  ///
  /// @param last number of what comes next
  record Batch(List<KeptTrace> traces, List<ScoreRows.Late> scores, long last) {
    /// Without the scores that came late and are written as such: of a trace that is there already, those alone
    /// count, and of one that is not, each must count once.
    List<KeptTrace> newTraces() {
      Set<Score> late = scores.stream().map(ScoreRows.Late::score).collect(Collectors.toSet());
      return late.isEmpty() ? traces : traces.stream().map(kept -> kept.without(late)).toList();
    }
  }

  synchronized void add(KeptTrace kept) {
    pending.addLast(new Pending(numbers++, kept));
    pendingBytes += size(kept);
    while (pending.size() > MOST || pendingBytes > MOST_BYTES) {
      pendingBytes -= size(pending.removeFirst().trace());
      dropped.increment();
    }
  }

  synchronized void add(ScoreRows.Late score) {
    if (late.size() < MOST_LATE) {
      late.add(score);
    } else {
      dropped.increment();
    }
  }

  synchronized Batch batch() {
    return new Batch(pending.stream().map(Pending::trace).toList(), List.copyOf(late), numbers);
  }

  /// It is written. One batch at a time.
  synchronized void written(Batch batch) {
    while (!pending.isEmpty() && pending.getFirst().number() < batch.last()) {
      pendingBytes -= size(pending.removeFirst().trace());
    }
    late.subList(0, batch.scores().size()).clear();
  }

  private static long size(KeptTrace kept) {
    TraceRecord.Texts texts = kept.scored().trace().texts();
    String response = texts.response();
    return 2_000L + (texts.request() == null ? 0 : texts.request().size())
        + (response == null ? 0 : response.length());
  }

  long dropped() {
    return dropped.sum();
  }

  synchronized long waiting() {
    return pending.size();
  }
}
