package dev.prism.store;

import dev.prism.evals.JudgeBudget;

/// What judges have cost, by day, of all gateways that share the store. While the database is away a
/// gateway knows its own spending only.
public final class JudgeSpend implements JudgeBudget.Book {
  private final Database database;

  public JudgeSpend(Database database) {
    this.database = database;
  }

  @Override
  public long total(String day) {
    try {
      return database.read(
          handle -> handle.createQuery("SELECT pico_dollars FROM judge_spend WHERE day = :day")
              .bind("day", day)
              .mapTo(Long.class)
              .findOne()
              .orElse(0L));
    } catch (StoreUnavailable _) {
      return 0;
    }
  }

  @Override
  public void add(String day, long picoDollars) {
    try {
      database.write(handle -> handle.execute(
          "INSERT INTO judge_spend (day, pico_dollars) VALUES (?, ?) ON CONFLICT (day) DO UPDATE"
              + " SET pico_dollars = judge_spend.pico_dollars + excluded.pico_dollars",
          day, picoDollars));
    } catch (StoreUnavailable _) {
      // This process still knows it.
    }
  }
}
