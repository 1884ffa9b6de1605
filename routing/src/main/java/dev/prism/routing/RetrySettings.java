package dev.prism.routing;

import java.util.List;

/// When a call is repeated, and how often.
///
/// @param attempts calls of one target for one request, the first included, 1 to 5
/// @param on       the statuses after which the same target is tried again or the next one is; 529 goes
///                 with 503
public record RetrySettings(int attempts, List<Integer> on) {
  public static final RetrySettings DEFAULT = new RetrySettings(2,
      List.of(429, 500, 502, 503, 504));

  public RetrySettings {
    if (attempts < 1 || attempts > 5) {
      throw new IllegalArgumentException("attempts must be between 1 and 5");
    }
    on = List.copyOf(on);
    for (int status : on) {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException("on takes statuses from 400 to 599, not " + status);
      }
    }
  }

  boolean covers(int status) {
    return on.contains(status) || (status == 529 && on.contains(503));
  }
}
