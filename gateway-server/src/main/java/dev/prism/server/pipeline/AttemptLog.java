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
  private static final int CHARS_A_TOKEN = 4;

  private final Clocked clock;
  private final PriceTable prices;
  private final Metrics metrics;
  private final List<Attempt> attempts = new ArrayList<>(2);
  private int made;
  private long picoDollars;
  private long estimatedPicoDollars;
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
    boolean known = attempt.transcript().usageKnown();
    boolean estimated = !known && wasCutOff(result) && attempt.wasSent();
    TokenUsage usage = estimated ? estimate(attempt) : attempt.transcript().usage();
    Cost cost = known || estimated ? price(attempt, usage) : null;
    if (estimated) {
      estimatedPicoDollars += cost == null ? 0 : cost.picoDollars();
    } else if (cost != null) {
      picoDollars += cost.picoDollars();
      priced = true;
    } else {
      unpriced |= result == Attempt.Result.ANSWERED || known;
    }
    if (attempt.skippedEvents() > 0) {
      metrics.skippedEvents(attempt.provider().name(), attempt.skippedEvents());
    }
    long started = attempt.startedNanos();
    long firstToken = attempt.firstTokenNanos();
    attempts.add(new Attempt(attempt.call().name(), attempt.provider().name(),
        attempt.call().model(), attempt.status(), result, error, clock.microsUntil(started),
        firstToken == 0 ? -1 : (firstToken - started) / 1000, (System.nanoTime() - started) / 1000,
        usage, cost, estimated));
  }

  /// Whether the gateway ended it, so that its provider charges for what nobody hears of any more.
  private static boolean wasCutOff(Attempt.Result result) {
    return result == Attempt.Result.LOST_RACE || result == Attempt.Result.CANCELLED;
  }

  private static TokenUsage estimate(TargetAttempt attempt) {
    return TokenUsage.of(attempt.promptEstimate(),
        Math.ceilDiv(attempt.transcript().saidChars(), CHARS_A_TOKEN));
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

  /// What those probably cost that were cut off before their providers could say.
  long estimatedPicoDollars() {
    return estimatedPicoDollars;
  }

  /// What all of them cost, estimates left out, null unless every one that was billed has a known price.
  @Nullable
  Cost cost() {
    return priced && !unpriced ? new Cost(picoDollars) : null;
  }
}
