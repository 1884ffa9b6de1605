package dev.prism.exchange;

import java.util.List;

/// Who calls: the name, the routes that it may ask for, and its limits.
///
/// @param routes names of routes, `provider/model` pairs, `prefix*`, or `*` for all
public record Tenant(String name, List<String> routes, Limits limits) {
  public Tenant {
    routes = List.copyOf(routes);
  }

  public boolean mayUse(String route) {
    for (String allowed : routes) {
      if (allowed.equals("*") || allowed.equals(route) || (allowed.endsWith("*")
          && route.startsWith(allowed.substring(0, allowed.length() - 1)))) {
        return true;
      }
    }
    return false;
  }

  /// Zero means no limit.
  ///
  /// @param requestsPerMinute over a sliding minute
  /// @param tokensPerMinute   prompt and completion, over a sliding minute
  /// @param usdPerMonth       over a calendar month in UTC
  public record Limits(long requestsPerMinute, long tokensPerMinute, Cost usdPerMonth) {
    public static final Limits NONE = new Limits(0, 0, Cost.ZERO);

    public Limits {
      if (requestsPerMinute < 0 || tokensPerMinute < 0) {
        throw new IllegalArgumentException("a limit is negative");
      }
    }
  }
}
