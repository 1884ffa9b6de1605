package dev.prism.routing;

import java.time.Duration;

/// When a target is left alone, and how it comes back.
///
/// @param window       how far back calls count, 2s to 1h
/// @param failureRate  opens at this share of failed calls, in percent, above 0
/// @param slowCall     a call is slow when its first token takes longer
/// @param slowCallRate opens at this share of slow calls, in percent, above 0
/// @param minimum      no verdict before so many calls in the window
/// @param openFor      how long it stays open before it lets probes through
/// @param probes       calls let through half-open, whose outcomes decide
public record BreakerSettings(
    Duration window,
    double failureRate,
    Duration slowCall,
    double slowCallRate,
    int minimum,
    Duration openFor,
    int probes) {
  public static final BreakerSettings DEFAULT = new BreakerSettings(Duration.ofSeconds(30), 50,
      Duration.ofSeconds(60), 100, 10, Duration.ofSeconds(15), 3);

  public BreakerSettings {
    if (window.compareTo(Duration.ofSeconds(2)) < 0 || window.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("window must be between 2s and 1h");
    }
    if (!(failureRate > 0 && failureRate <= 100)) {
      throw new IllegalArgumentException("failure-rate must be above 0 and at most 100");
    }
    if (!(slowCallRate > 0 && slowCallRate <= 100)) {
      throw new IllegalArgumentException("slow-call-rate must be above 0 and at most 100");
    }
    if (!slowCall.isPositive() || !openFor.isPositive()) {
      throw new IllegalArgumentException("slow-call and open-for must be above 0");
    }
    if (minimum < 1 || probes < 1) {
      throw new IllegalArgumentException("minimum and probes must be at least 1");
    }
  }
}
