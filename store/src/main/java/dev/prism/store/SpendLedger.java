package dev.prism.store;

import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The money that each tenant has spent in this calendar month (UTC). Adding and asking touch memory
/// only; a thread of its own writes what was added to the store every second, as differences, so that
/// several gateways add up, and reads back what the others added. What is spent in the first second of
/// a month may count for the one before. While the store has not answered yet, only what this gateway
/// has spent since its start is known.
public final class SpendLedger implements AutoCloseable {
  private static final long PAUSE_MILLIS = 1_000;

  private final Database database;
  private final Clock clock;
  private final String writer = UUID.randomUUID().toString();
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final Rhythm rhythm;
  private @Nullable Batch unwritten;
  private long batches;
  private String month;
  private boolean loaded;

  private static final class Account {
    final AtomicLong stored = new AtomicLong();
    final AtomicLong added = new AtomicLong();
  }

  private record Batch(long number, String month, Map<String, Long> amounts) {}

  public SpendLedger(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    month = monthNow();
    rhythm = new Rhythm("spend-ledger", PAUSE_MILLIS, this::flush);
  }

  /// For event loops: one atomic addition.
  ///
  /// @param picoDollars never negative
  public void add(String tenant, long picoDollars) {
    if (picoDollars > 0) {
      account(tenant).added.addAndGet(picoDollars);
    }
  }

  /// What the tenant has spent this month, in pico-dollars. For event loops.
  public long picoDollars(String tenant) {
    Account account = accounts.get(tenant);
    return account == null ? 0 : account.stored.get() + account.added.get();
  }

  /// Writes what was added; what cannot be written now is tried again, as the same batch.
  synchronized void flush() {
    try {
      if (unwritten == null) {
        unwritten = nextBatch();
      }
      Batch batch = unwritten;
      boolean newMonth = !month.equals(monthNow());
      if (batch != null) {
        database.write(handle -> add(handle, batch));
        unwritten = null;
        batch.amounts().forEach((tenant, amount) -> settle(account(tenant), amount));
      }
      if (newMonth) {
        month = monthNow();
        accounts.values().forEach(account -> account.stored.set(0));
        loaded = false;
      }
      if (!loaded || database.isShared()) {
        load();
        loaded = true;
      }
    } catch (StoreUnavailable _) {
      // The database logs its own state; the batch waits.
    }
  }

  private static void settle(Account account, long amount) {
    account.stored.addAndGet(amount);
    account.added.addAndGet(-amount);
  }

  private @Nullable Batch nextBatch() {
    Map<String, Long> amounts = new HashMap<>();
    accounts.forEach((tenant, account) -> {
      long added = account.added.get();
      if (added > 0) {
        amounts.put(tenant, added);
      }
    });
    return amounts.isEmpty() ? null : new Batch(++batches, month, amounts);
  }

  /// Adds the batch, unless it has been added before and only the acknowledgement was lost.
  private boolean add(Handle handle, Batch batch) {
    int isNew = handle.execute(
        "INSERT INTO spend_writer (writer, batch) VALUES (?, ?) ON CONFLICT (writer)"
            + " DO UPDATE SET batch = excluded.batch WHERE spend_writer.batch < excluded.batch",
        writer, batch.number());
    if (isNew == 0) {
      return false;
    }
    batch.amounts()
        .forEach((tenant, amount) -> handle.execute(
            "INSERT INTO spend (tenant, month, pico_dollars) VALUES (?, ?, ?)"
                + " ON CONFLICT (tenant, month) DO UPDATE"
                + " SET pico_dollars = spend.pico_dollars + excluded.pico_dollars",
            tenant, batch.month(), amount));
    return true;
  }

  private void load() throws StoreUnavailable {
    Map<String, Long> totals = new HashMap<>();
    database.read(handle -> {
      handle.createQuery("SELECT tenant, pico_dollars FROM spend WHERE month = :month")
          .bind("month", month)
          .map((row, _) -> Map.entry(row.getString("tenant"), row.getLong("pico_dollars")))
          .forEach(entry -> totals.put(entry.getKey(), entry.getValue()));
      return totals;
    });
    totals.forEach((tenant, total) -> account(tenant).stored.set(total));
  }

  private Account account(String tenant) {
    return accounts.computeIfAbsent(tenant, _ -> new Account());
  }

  private String monthNow() {
    return YearMonth.now(clock.withZone(ZoneOffset.UTC)).toString();
  }

  /// Writes what is left.
  @Override
  public void close() {
    rhythm.close();
    flush();
    try {
      database.write(handle -> handle.execute("DELETE FROM spend_writer WHERE writer = ?", writer));
    } catch (StoreUnavailable _) {
      // One row of two columns stays behind.
    }
  }
}
