package dev.prism.providers;

import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A credential that ends. A virtual thread of its own renews it ahead of its end, so that no request
/// waits for one; where that fails the old one stays in force for as long as it lasts, and it is tried
/// again every ten seconds.
///
/// @param <T> what is renewed
public final class Renewed<T> implements Supplier<@Nullable T>, Closeable {
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(Renewed.class);
  private final Source<T> source;
  private final Duration again;
  private final Consumer<String> told;
  private final Thread renewal;
  private volatile @Nullable T value;
  private volatile @Nullable String trouble;

  /// Where a credential comes from. May block.
  public interface Source<T> {
    Leased<T> fetch() throws IOException, InterruptedException, GeneralSecurityException;
  }

  /// @param end when it is no longer taken
  public record Leased<T>(T value, Instant end) {}

  /// No credential was had, for a reason that may be shown to everyone.
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    /// @param reason without a secret, and without what another side wrote
    public Refused(String reason) {
      super(reason);
    }
  }

  /// @param name of the thread
  public Renewed(String name, Source<T> source) {
    this(name, source, AGAIN, LOG::warn);
  }

  /// @param again how long after a failure it is tried again
  /// @param told  hears of each failure that is not the last one again, and of the end of failing
  Renewed(String name, Source<T> source, Duration again, Consumer<String> told) {
    this.source = source;
    this.again = again;
    this.told = told;
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

  /// Why the last renewal failed, null when it did not. Without a secret.
  public @Nullable String trouble() {
    return trouble;
  }

  /// @param reason null for none
  private void trouble(@Nullable String reason) {
    if (!Objects.equals(reason, trouble)) {
      told.accept(renewal.getName() + (reason == null
          ? ": renewed again"
          : ": not renewed (" + reason + "), tried again every " + again.toSeconds() + " s"));
    }
    trouble = reason;
  }

  private void renew() {
    while (!Thread.currentThread().isInterrupted()) {
      Duration pause = again;
      try {
        Leased<T> fresh = source.fetch();
        value = fresh.value();
        trouble(null);
        Duration life = Duration.between(Instant.now(), fresh.end());
        pause = life.compareTo(AHEAD.plus(again)) > 0 ? life.minus(AHEAD) : again;
      } catch (IOException | GeneralSecurityException | RuntimeException failed) {
        // Whatever an answer looked like, the next may be better: this thread must not end. What a failure
        // says of itself may hold the answer, and with it a secret.
        trouble(
            failed instanceof Refused ? failed.getMessage() : failed.getClass().getSimpleName());
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
