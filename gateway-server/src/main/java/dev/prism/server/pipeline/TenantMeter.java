package dev.prism.server.pipeline;

import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.PolicyRefusal;
import dev.prism.exchange.Tenant;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One tenant's limits and what is used of them. Tokens are reserved by an estimate when a request
/// comes and settled with the true figure when it ends, so that many requests at once cannot pass a
/// limit together.
final class TenantMeter {
  private static final Names REQUESTS = Names.of("requests");
  private static final Names TOKENS = Names.of("tokens");

  private final Tenant tenant;
  private final Spend spend;
  private final @Nullable SlidingWindow requests;
  private final @Nullable SlidingWindow tokens;

  TenantMeter(Tenant tenant, Spend spend) {
    this.tenant = tenant;
    this.spend = spend;
    Tenant.Limits limits = tenant.limits();
    requests = limits.requestsPerMinute() > 0
        ? new SlidingWindow(limits.requestsPerMinute())
        : null;
    tokens = limits.tokensPerMinute() > 0 ? new SlidingWindow(limits.tokensPerMinute()) : null;
  }

  /// What an exchange has reserved.
  record Reservation(long tokens, long second) {
    static final Reservation NONE = new Reservation(0, 0);
  }

  Tenant tenant() {
    return tenant;
  }

  /// Reserves one request and `estimate` tokens; answers why not when a limit is reached.
  @Nullable
  GatewayError admit(long estimate, long second) {
    long budget = tenant.limits().usdPerMonth().picoDollars();
    if (budget > 0 && spend.spent(tenant.name()) >= budget) {
      return new PolicyRefusal(429, "budget_exceeded",
          "The tenant's budget for this month is used up.");
    }
    if (requests != null && !requests.take(1, second)) {
      return refused("requests", requests.secondsUntil(1, second));
    }
    if (tokens != null && !tokens.take(estimate, second)) {
      if (requests != null) {
        requests.adjust(-1, second, second);
      }
      return refused("tokens", tokens.secondsUntil(estimate, second));
    }
    return null;
  }

  private static GatewayError refused(String what, long seconds) {
    return new PolicyRefusal(429, "rate_limit_exceeded",
        "The tenant's limit of " + what + " per minute is reached.",
        TimeUnit.SECONDS.toMillis(seconds));
  }

  void settle(Reservation reservation, long usedTokens, long picoDollars, long nowSecond) {
    if (tokens != null) {
      tokens.adjust(usedTokens - reservation.tokens(), reservation.second(), nowSecond);
    }
    if (picoDollars > 0) {
      spend.add(tenant.name(), picoDollars);
    }
  }

  /// Adds the `x-ratelimit-…` headers of the limits that apply.
  void describe(HttpHeaders headers, long second) {
    describe(headers, requests, REQUESTS, second);
    describe(headers, tokens, TOKENS, second);
  }

  private static void describe(HttpHeaders headers, @Nullable SlidingWindow window, Names names,
      long second) {
    if (window != null) {
      headers.add(names.limit(), window.limitText());
      headers.add(names.remaining(), Long.toString(window.remaining(second)));
      headers.add(names.reset(), window.secondsUntilEmpty(second) + "s");
    }
  }

  /// The names of one limit's headers.
  private record Names(AsciiString limit, AsciiString remaining, AsciiString reset) {
    static Names of(String what) {
      return new Names(AsciiString.cached("x-ratelimit-limit-" + what),
          AsciiString.cached("x-ratelimit-remaining-" + what),
          AsciiString.cached("x-ratelimit-reset-" + what));
    }
  }
}
