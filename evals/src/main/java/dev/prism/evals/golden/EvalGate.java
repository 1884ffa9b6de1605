package dev.prism.evals.golden;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Runs entries of the golden set: each one several times, and the majority of its runs decides, since a
/// model may answer the same question in several ways.
public final class EvalGate {
  private final Answers answers;
  private final AnswerCheck check;
  private final Settings settings;

  /// @param runs     of each entry, 1 to 15; an odd number has no draws
  /// @param parallel requests at once, 1 to 64
  /// @param limit    for the whole run; entries whose turn has not come by then are errors
  public record Settings(int runs, int parallel, Duration limit) {
    public static final int DEFAULT_RUNS = 3;
    public static final Settings DEFAULT = new Settings(DEFAULT_RUNS, 4, Duration.ofMinutes(30));

    public Settings {
      if (runs < 1 || runs > 15) {
        throw new IllegalArgumentException("runs must be between 1 and 15");
      }
      if (parallel < 1 || parallel > 64) {
        throw new IllegalArgumentException("parallel must be between 1 and 64");
      }
      if (!limit.isPositive()) {
        throw new IllegalArgumentException("limit must be above 0");
      }
    }
  }

  /// Hears of each entry as it is done; called by several threads.
  public interface Progress {
    void done(int entries, int of);
  }

  public EvalGate(Answers answers, AnswerCheck check, Settings settings) {
    this.answers = answers;
    this.check = check;
    this.settings = settings;
  }

  /// Another judge than the baseline's would be compared with it.
  public static final class JudgeChanged extends Exception {
    private static final long serialVersionUID = 1;

    JudgeChanged(String before, String now) {
      super(
          "the baseline was graded by the judge " + before + ", this run would be by " + now
              + ": their scores do not compare; run with --update-baseline to accept the new judge",
          null, false, false);
    }
  }

  /// Runs all of them.
  ///
  /// @param target which must answer, null for whatever each route's strategy says
  /// @throws JudgeChanged if the baseline was made with another judge
  public EvalReport run(List<GoldenEntry> entries, @Nullable String target, AcceptedRun baseline,
      Progress progress) throws JudgeChanged, InterruptedException {
    String judge = check.scorer().judge();
    if (!baseline.equals(AcceptedRun.NONE) && !baseline.judge().equals(judge)) {
      throw new JudgeChanged(baseline.judge(), judge);
    }
    long start = System.nanoTime();
    Instant startedAt = Instant.now();
    List<EntryResult> results = new ArrayList<>();
    Semaphore places = new Semaphore(settings.parallel());
    AtomicInteger done = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<EntryResult>> running = new ArrayList<>();
      for (GoldenEntry entry : entries) {
        running.add(threads.submit(() -> {
          EntryResult result = EntryResult.of(entry, runs(entry, target, places, start),
              baseline.verdicts().get(entry.id()));
          progress.done(done.incrementAndGet(), entries.size());
          return result;
        }));
      }
      for (Future<EntryResult> each : running) {
        results.add(each.get());
      }
    } catch (ExecutionException bug) {
      throw new IllegalStateException(Objects.requireNonNullElse(bug.getCause(), bug));
    }
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    return new EvalReport(results, judge, startedAt, millis);
  }

  private List<EntryResult.Run> runs(GoldenEntry entry, @Nullable String target, Semaphore places,
      long start) throws InterruptedException {
    List<EntryResult.Run> runs = new ArrayList<>();
    for (int i = 0; i < settings.runs(); i++) {
      places.acquire();
      try {
        runs.add(System.nanoTime() - start > settings.limit().toNanos()
            ? new EntryResult.Run(null, List.of(), "not run: the time of the whole run was over")
            : run(entry, target));
      } finally {
        places.release();
      }
    }
    return runs;
  }

  private EntryResult.Run run(GoldenEntry entry, @Nullable String target)
      throws InterruptedException {
    try {
      Answers.Answer answer = answers.answer(entry, target);
      return new EntryResult.Run(answer, check.check(entry, entry.asserts(), answer.text()), null);
    } catch (IOException failed) {
      return new EntryResult.Run(null, List.of(), "no answer: " + failed.getMessage());
    }
  }
}
