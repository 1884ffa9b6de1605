package dev.prism.server.pipeline;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.Cost;
import dev.prism.exchange.TokenUsage;
import dev.prism.providers.price.PriceTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The calls that an exchange has made, as they end, and what they cost together.
final class AttemptLog {
  private static final long MICROS_A_DAY = 86_400_000_000L;

  private final Clocked clock;
  private final PriceTable prices;
  private final Metrics metrics;
  private final List<Attempt> attempts = new ArrayList<>(2);
  private int made;
  private long picoDollars;
  private boolean priced;
  private boolean unpriced;

  AttemptLog(Clocked clock, PriceTable prices, Metrics metrics) {
    this.clock = clock;
    this.prices = prices;
    this.metrics = metrics;
  }

  void begun() {
    made++;
  }

  /// Calls made, whatever became of them.
  int made() {
    return made;
  }

  void ended(TargetAttempt attempt, Attempt.Result result, @Nullable String error) {
    TokenUsage usage = attempt.transcript().usage();
    Cost cost = attempt.transcript().usageKnown() ? price(attempt, usage) : null;
    if (cost != null) {
      picoDollars += cost.picoDollars();
      priced = true;
    } else {
      unpriced |= result == Attempt.Result.ANSWERED || attempt.transcript().usageKnown();
    }
    if (attempt.skippedEvents() > 0) {
      metrics.skippedEvents(attempt.provider().name(), attempt.skippedEvents());
    }
    long started = attempt.startedNanos();
    long firstToken = attempt.firstTokenNanos();
    attempts.add(new Attempt(attempt.call().name(), attempt.provider().name(),
        attempt.call().model(), attempt.status(), result, error, clock.microsUntil(started),
        firstToken == 0 ? -1 : (firstToken - started) / 1000, (System.nanoTime() - started) / 1000,
        usage, cost));
  }

  private @Nullable Cost price(TargetAttempt attempt, TokenUsage usage) {
    Cost reported = attempt.transcript().reportedCost();
    if (reported != null) {
      // The provider knows its surcharges, discounts and the upstream that it picked.
      return reported;
    }
    return prices.cost(attempt.provider(), attempt.transcript().model(), attempt.call().model(),
        usage, LocalDate.ofEpochDay(clock.startedMicros() / MICROS_A_DAY));
  }

  List<Attempt> attempts() {
    return attempts;
  }

  /// What all of them cost, null unless every one that was billed has a known price.
  @Nullable
  Cost cost() {
    return priced && !unpriced ? new Cost(picoDollars) : null;
  }
}
