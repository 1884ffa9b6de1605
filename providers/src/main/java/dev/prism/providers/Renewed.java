package dev.prism.providers;

import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A credential that ends. A virtual thread of its own renews it ahead of its end, so that no request
/// waits for one; where that fails the old one stays in force for as long as it lasts, and it is tried
/// again every ten seconds.
///
/// @param <T> what is renewed
public final class Renewed<T> implements Supplier<@Nullable T>, Closeable {
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private final Source<T> source;
  private final Duration again;
  private final Thread renewal;
  private volatile @Nullable T value;

  /// Where a credential comes from. May block.
  public interface Source<T> {
    Leased<T> fetch() throws IOException, InterruptedException, GeneralSecurityException;
  }

  /// @param end when it is no longer taken
  public record Leased<T>(T value, Instant end) {}

  /// @param name of the thread
  public Renewed(String name, Source<T> source) {
    this(name, source, AGAIN);
  }

  /// @param again how long after a failure it is tried again
  Renewed(String name, Source<T> source, Duration again) {
    this.source = source;
    this.again = again;
    renewal = Thread.ofVirtual().name(name).unstarted(this::renew);
  }

  public Renewed<T> start() {
    renewal.start();
    return this;
  }

  /// What is in force, null before the first one came.
  @Override
  public @Nullable T get() {
    return value;
  }

  private void renew() {
    while (!Thread.currentThread().isInterrupted()) {
      Duration pause = again;
      try {
        Leased<T> fresh = source.fetch();
        value = fresh.value();
        Duration life = Duration.between(Instant.now(), fresh.end());
        pause = life.compareTo(AHEAD.plus(again)) > 0 ? life.minus(AHEAD) : again;
      } catch (IOException | GeneralSecurityException | RuntimeException failed) {
        // Whatever an answer looked like, the next may be better: this thread must not end. The provider's
        // refusals are counted, should this go on.
        pause = again;
      } catch (InterruptedException closed) {
        return;
      }
      if (!pause(pause)) {
        return;
      }
    }
  }

  private static boolean pause(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException closed) {
      return false;
    }
  }

  @Override
  public void close() {
    renewal.interrupt();
  }
}
