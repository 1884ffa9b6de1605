package dev.prism.evals;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// What the judge may cost on one day in UTC. A call begins only while something is left, so that it is
/// passed by the calls under way at most. Safe for several threads.
public final class JudgeBudget {
  /// What a call counts for whose price nobody knows: one cent.
  static final long UNKNOWN_PRICE = 10_000_000_000L;
  private static final int PICO = 12;

  private final Book book;
  private final Clock clock;
  private volatile long capPico;
  private String day = "";
  private long spentPico;

  /// Where spending is remembered beyond this process. May block.
  public interface Book {
    /// What was spent on that day, as far as is known.
    long total(String day);

    void add(String day, long picoDollars);
  }

  public JudgeBudget(BigDecimal usdPerDay, Book book, Clock clock) {
    this.book = book;
    this.clock = clock;
    cap(usdPerDay);
  }

  public final void cap(BigDecimal usdPerDay) {
    capPico = usdPerDay.movePointRight(PICO).longValue();
  }

  /// Whether another call may begin.
  public boolean allows() {
    return spent() < capPico;
  }

  /// @param picoDollars -1 when nobody knows
  public void charge(long picoDollars) {
    long cost = picoDollars < 0 ? UNKNOWN_PRICE : picoDollars;
    String today = today();
    synchronized (this) {
      turn(today);
      spentPico += cost;
    }
    book.add(today, cost);
  }

  /// Today's spending in pico-dollars.
  public synchronized long spent() {
    turn(today());
    return spentPico;
  }

  public long cap() {
    return capPico;
  }

  private void turn(String today) {
    if (!today.equals(day)) {
      day = today;
      spentPico = book.total(today);
    }
  }

  private String today() {
    return LocalDate.now(clock.withZone(ZoneOffset.UTC)).toString();
  }
}
