package dev.prism.server.rails;

import dev.prism.scanners.RailCheck;
import dev.prism.scanners.RailReport;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Threads for scans that must not run on an event loop: those of long texts, and those of scanners that
/// may wait. A scan that is not done by its deadline is interrupted and counts as failed; so does one for
/// which no thread is free.
public final class ScanPool implements AutoCloseable {
  private static final int MOST_THREADS = 256;
  private static final long IDLE_SECONDS = 30;
  private final ThreadPoolExecutor threads;

  public ScanPool() {
    AtomicInteger number = new AtomicInteger();
    threads = new ThreadPoolExecutor(0, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
        new SynchronousQueue<>(), work -> {
          Thread thread = new Thread(work, "prism-scan-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /// Runs a check, at once where it may run on an event loop, and gives its report on that loop: before
  /// this method returns, or later.
  void run(RailCheck check, long timeoutMillis, EventExecutor loop, Consumer<RailReport> done) {
    if (check.isImmediate()) {
      check.parts().forEach(Runnable::run);
      done.accept(check.report());
      return;
    }
    new Run(check, loop, done).start(timeoutMillis);
  }

  private final class Run {
    private final RailCheck check;
    private final EventExecutor loop;
    private final Consumer<RailReport> done;
    private final List<Future<?>> running = new ArrayList<>();
    private int left;
    private boolean over;
    private boolean rejected;
    private @Nullable ScheduledFuture<?> deadline;

    Run(RailCheck check, EventExecutor loop, Consumer<RailReport> done) {
      this.check = check;
      this.loop = loop;
      this.done = done;
    }

    void start(long timeoutMillis) {
      List<Runnable> parts = check.parts();
      left = parts.size();
      deadline = loop.schedule(this::end, timeoutMillis, TimeUnit.MILLISECONDS);
      for (Runnable part : parts) {
        try {
          running.add(threads.submit(() -> {
            part.run();
            loop.execute(this::partEnded);
          }));
        } catch (RejectedExecutionException busy) {
          rejected = true;
          loop.execute(this::partEnded);
        }
      }
    }

    private void partEnded() {
      if (--left == 0) {
        end();
      }
    }

    private void end() {
      if (over) {
        return;
      }
      over = true;
      if (deadline != null) {
        deadline.cancel(false);
      }
      RailReport report = check.report(rejected ? "overloaded" : "timeout");
      running.forEach(part -> part.cancel(true));
      done.accept(report);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
