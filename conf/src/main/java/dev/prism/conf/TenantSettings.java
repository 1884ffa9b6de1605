package dev.prism.conf;

import dev.prism.exchange.Cost;
import dev.prism.exchange.Tenant;
import dev.prism.routing.RuleSettings;
import java.math.BigDecimal;
import java.util.List;

/// A tenant: who it is known by, what it may ask for, and how much.
///
/// @param keys   the hashes of its API keys, beside those that the store holds
/// @param open   whether it takes the requests that bring no known key; loopback only, and one at most
/// @param routes names, `provider/model` pairs, `prefix*`, or `*` for all
/// @param limits how much it may ask for
/// @param rails  the names of the rails of all its requests, besides those of the route
/// @param restoreRedactions whether what a rail took out of a request is put back into the reply
/// @param rules  looked at before those of the route
public record TenantSettings(
    List<KeyHash> keys,
    boolean open,
    List<String> routes,
    Limits limits,
    List<String> rails,
    boolean restoreRedactions,
    List<RuleSettings> rules) {
  public static final List<String> DEFAULT_ROUTES = List.of("*");
  static final TenantSettings OPEN = new TenantSettings(List.of(), true, DEFAULT_ROUTES,
      new Limits(0, 0, Limits.DEFAULT_USD_PER_MONTH), List.of(), false, List.of());

  public TenantSettings {
    keys = List.copyOf(keys);
    routes = List.copyOf(routes);
    rails = List.copyOf(rails);
    rules = List.copyOf(rules);
    if (open && !keys.isEmpty()) {
      throw new IllegalArgumentException("keys must be empty where open is true");
    }
  }

  public Tenant tenant(String name) {
    return new Tenant(name, routes, limits.limits());
  }

  /// Zero means no limit.
  ///
  /// @param requestsPerMinute over a sliding minute; 0 for no limit
  /// @param tokensPerMinute   prompt and completion, over a sliding minute; 0 for no limit
  /// @param usdPerMonth       over a calendar month in UTC; 0 for no limit
  public record Limits(long requestsPerMinute, long tokensPerMinute, BigDecimal usdPerMonth) {
    public static final long DEFAULT_REQUESTS_PER_MINUTE = 0;
    public static final long DEFAULT_TOKENS_PER_MINUTE = 0;
    public static final BigDecimal DEFAULT_USD_PER_MONTH = BigDecimal.ZERO;

    public Limits {
      if (requestsPerMinute < 0) {
        throw new IllegalArgumentException("requests-per-minute must not be negative");
      }
      if (tokensPerMinute < 0) {
        throw new IllegalArgumentException("tokens-per-minute must not be negative");
      }
      if (usdPerMonth.signum() < 0 || usdPerMonth.scale() > 6
          || usdPerMonth.compareTo(BigDecimal.valueOf(1_000_000)) > 0) {
        throw new IllegalArgumentException(
            "usd-per-month must be between 0 and 1000000, with at most six decimals");
      }
    }

    private Tenant.Limits limits() {
      return new Tenant.Limits(requestsPerMinute, tokensPerMinute, Cost.ofDollars(usdPerMonth));
    }
  }
}
