package dev.prism.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One real event loop that is kept busy.
class LoopLagTest {
  private static final long PERIOD_MILLIS = 10;
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final EventLoop loop = new DefaultEventLoop();
  private final BlockingQueue<Long> heard = new ArrayBlockingQueue<>(1_000);

  @AfterEach
  void stop() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void whatIsReadAtTheEndOfALongTurnMayHaveLainThereForAllOfIt() throws Exception {
    LoopLag lag = onLoop(() -> LoopLag.of(loop, PERIOD_MILLIS, heard::add));
    long read = onLoop(() -> {
      busy();
      return lag.nanos();
    });
    assertThat(read).isGreaterThan(BUSY_NANOS * 9 / 10);
  }

  @Test
  void itTellsHowLongATurnWas() throws Exception {
    onLoop(() -> LoopLag.of(loop, PERIOD_MILLIS, heard::add));
    onLoop(() -> {
      busy();
      heard.clear();
      return null;
    });
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isGreaterThan(BUSY_NANOS * 9 / 10);
  }

  @Test
  void aLoopThatIsIdleIsLateForAMomentOnly() throws Exception {
    LoopLag lag = onLoop(() -> LoopLag.of(loop, PERIOD_MILLIS, heard::add));
    onLoop(() -> {
      busy();
      return null;
    });
    long least = Long.MAX_VALUE;
    for (int tick = 0; tick < 100 && least > BUSY_NANOS / 10; tick++) {
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isNotNull();
      least = Math.min(least, onLoop(lag::nanos));
    }
    assertThat(least).isLessThan(BUSY_NANOS / 10);
  }

  private static void busy() {
    long end = System.nanoTime() + BUSY_NANOS;
    for (long left = BUSY_NANOS; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private <T> T onLoop(Callable<T> task) throws Exception {
    return loop.submit(task).get(10, TimeUnit.SECONDS);
  }
}
