package dev.prism.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The database: a SQLite file, or a PostgreSQL that several gateways share. It opens in the background
/// and keeps trying, so that a gateway starts and serves without it. Never called by an event loop: every
/// call may block, for some seconds at worst.
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final long FIRST_RETRY_MILLIS = 500;
  private static final long LONGEST_RETRY_MILLIS = 5_000;

  private final StoreSettings settings;
  /// SQLite has one writer at a time; waiting here is fairer and quicker than its own polling.
  private final Lock writing = new ReentrantLock(true);
  private final CountDownLatch opened = new CountDownLatch(1);
  private final Thread opener;
  private volatile StoreState state = new StoreState.Opening();
  private volatile @Nullable HikariDataSource pool;
  private volatile @Nullable Jdbi jdbi;
  private volatile boolean closed;

  /// What is done with a connection.
  interface Work<T extends @Nullable Object> {
    T with(Handle handle);
  }

  /// Begins to open the database and returns at once.
  public Database(StoreSettings settings) {
    this.settings = settings;
    opener = Thread.ofVirtual().name("store-open").start(this::open);
  }

  public StoreState state() {
    return state;
  }

  public boolean isShared() {
    return settings.isShared();
  }

  StoreSettings settings() {
    return settings;
  }

  /// Waits until the database has been opened.
  ///
  /// @return false when it was not within that time
  public boolean awaitOpened(Duration atMost) throws InterruptedException {
    return opened.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Reads without a transaction: each statement sees what is committed when it begins.
  ///
  /// @throws StoreUnavailable if the database does not answer
  <T extends @Nullable Object> T read(Work<T> work) throws StoreUnavailable {
    return run(open -> open.withHandle(work::with));
  }

  /// One transaction; returns when what was written is durable.
  ///
  /// @throws StoreUnavailable if that is not certain
  <T extends @Nullable Object> T write(Work<T> work) throws StoreUnavailable {
    if (isShared()) {
      return run(open -> open.inTransaction(work::with));
    }
    writing.lock();
    try {
      return run(open -> open.inTransaction(work::with));
    } finally {
      writing.unlock();
    }
  }

  private interface Use<T extends @Nullable Object> {
    T of(Jdbi open);
  }

  private <T extends @Nullable Object> T run(Use<T> use) throws StoreUnavailable {
    Jdbi current = jdbi;
    if (current == null) {
      throw new StoreUnavailable(switch (state) {
        case StoreState.Away away -> "the store is not available: " + away.reason();
        case StoreState.Opening _,StoreState.Ready _ -> "the store is not open yet";
      });
    }
    try {
      T result = use.of(current);
      answered();
      return result;
    } catch (JdbiException e) {
      failed(e);
      throw new StoreUnavailable(e);
    }
  }

  private void open() {
    long pause = FIRST_RETRY_MILLIS;
    while (!closed) {
      try {
        HikariDataSource fresh = Connections.open(settings);
        pool = fresh;
        jdbi = Jdbi.create(fresh);
        if (closed) {
          // The interrupt has been heeded; the pool would complain of it with a stack trace.
          var _ = Thread.interrupted();
          fresh.close();
          return;
        }
        answered();
        opened.countDown();
        return;
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
      pause = Math.min(pause * 2, LONGEST_RETRY_MILLIS);
    }
  }

  private void answered() {
    if (!(state instanceof StoreState.Ready)) {
      state = new StoreState.Ready();
      LOG.info("The store {} is ready", settings);
    }
  }

  private void failed(Exception e) {
    StoreState.Away away = new StoreState.Away(StoreUnavailable.reason(e));
    if (!closed && !away.equals(state)) {
      LOG.warn("The store {} is away: {}", settings, away.reason());
    }
    state = away;
  }

  @Override
  public void close() {
    closed = true;
    opener.interrupt();
    HikariDataSource current = pool;
    if (current != null) {
      current.close();
    }
  }
}
