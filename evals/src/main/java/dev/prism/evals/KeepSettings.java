package dev.prism.evals;

import dev.prism.exchange.ByteSize;
import java.time.Duration;

/// How much of the scored traces the store keeps.
///
/// @param age               how long exchanges are kept that went as planned
/// @param failingAge        how long those that failed, were flagged or scored badly
/// @param maxSize           of all of them, about; the oldest that went as planned go first
/// @param ordinaryPerSecond about how many of a second's exchanges that went as planned are kept, a fair sample
///                          of each target; of the others, ten times as many
public record KeepSettings(
    Duration age,
    Duration failingAge,
    ByteSize maxSize,
    int ordinaryPerSecond) {
  public static final KeepSettings DEFAULT = new KeepSettings(Duration.ofDays(7),
      Duration.ofDays(30), ByteSize.ofMebibytes(1024), 20);

  public KeepSettings {
    if (age.isNegative() || failingAge.compareTo(age) < 0) {
      throw new IllegalArgumentException("failing-age must not be shorter than age");
    }
    if (ordinaryPerSecond < 1 || ordinaryPerSecond > 10_000) {
      throw new IllegalArgumentException("ordinary-per-second must be between 1 and 10000");
    }
  }
}
