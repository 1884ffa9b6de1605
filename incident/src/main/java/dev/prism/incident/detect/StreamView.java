package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A stream as the console and the API show it.
///
/// @param rate      whether its scores are passes and failures
/// @param scores    since it began
/// @param perMinute scores per minute, lately
/// @param reference what its next score is compared with, null while there is too little history
/// @param evidence  how far up the evidence of a drop is; 1 asks for more scores
/// @param seenMillis when its last score came, milliseconds since the epoch
public record StreamView(
    StreamKey key,
    boolean rate,
    long scores,
    double perMinute,
    @Nullable Reference reference,
    double evidence,
    long seenMillis) {
  /// What the stream cannot see: a drop of less than this, in points of 0 to 100, within that time.
  /// 100 while there is too little history.
  public double cannotSeeBelow(Duration within) {
    Reference known = reference;
    return known == null ? 100 : Sizing.of(known, perMinute).leastPoints(within);
  }

  /// How long a lasting drop of so many points takes to be seen, half of the times.
  public Duration delay(double points) {
    Reference known = reference;
    return known == null ? Sizing.NEVER : Sizing.of(known, perMinute).delay(points);
  }
}
