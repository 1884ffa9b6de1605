package dev.prism.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final long MILLIS = 20;
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final EventLoop loop = new DefaultEventLoop();
  private final CompletableFuture<String> first = new CompletableFuture<>();

  @AfterEach
  void stop() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /// The turn in which the wait begins lasts longer than the wait may; what was waited for is there before it ends.
  @Test
  void whatCameWhileTheLoopWasBusyIsReadBeforeTheWaitIsOver() throws Exception {
    loop.execute(() -> {
      Deadlines deadline = new Deadlines(loop, () -> first.complete("over"));
      deadline.in(MILLIS);
      busy();
      loop.execute(() -> {
        deadline.stop();
        first.complete("came");
      });
    });
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("came");
  }

  @Test
  void aWaitForWhatDoesNotComeIsOverHoweverBusyTheLoopIs() throws Exception {
    loop.execute(() -> {
      new Deadlines(loop, () -> first.complete("over")).in(MILLIS);
      busy();
    });
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("over");
  }

  private static void busy() {
    long end = System.nanoTime() + BUSY_NANOS;
    for (long left = BUSY_NANOS; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
