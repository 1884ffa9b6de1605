package dev.prism.incident.detect;

import java.nio.ByteBuffer;

/// What has been told of a stream. Until it is back at the usual only something worse is news: the same drop is
/// not told again and again while it lasts.
///
/// How far it dropped was estimated where it looked worst, so the estimate is corrected by what comes after.
final class Told {
  static final int BYTES = 4 * 4 + 8;
  /// A drop counts as at least this large.
  private static final double LEAST_DROP = 0.005;
  /// So many standard errors below the told drop, and no more than these below the usual, a stream is back.
  private static final double CLEAR = 4;
  private static final double NEAR = 1.5;
  private static final long NOTHING = -1;

  private double drop;
  private double worst;
  private double shortfalls;
  private double weight;
  private long atMillis = NOTHING;

  /// @param drop  below what scores were compared with, 0 to 1
  /// @param worst the share of answers rated worst since then
  void tell(double drop, double worst, long millis) {
    // What is told on top of something adds to it.
    this.drop = drop() + Math.max(drop, LEAST_DROP);
    this.worst = Math.max(worst, worst());
    shortfalls = 0;
    weight = 0;
    atMillis = millis;
  }

  boolean isStanding() {
    return atMillis != NOTHING;
  }

  /// 0 when nothing stands.
  double drop() {
    return isStanding() ? drop : 0;
  }

  double worst() {
    return isStanding() ? worst : 0;
  }

  long atMillis() {
    return atMillis;
  }

  /// Takes a score's distance below the usual.
  void add(double shortfall, double weight) {
    shortfalls += shortfall * weight;
    this.weight += weight;
  }

  /// How far the scores that came since lie below the usual, on average.
  double since() {
    return weight == 0 ? 0 : shortfalls / weight;
  }

  /// The hour is over: is the stream back, or is the drop only smaller than it looked?
  ///
  /// @param recent how far the last hours' scores lie below the usual
  /// @param error  standard error of that
  void hour(double recent, double error) {
    if (drop <= CLEAR * error) {
      return;
    }
    if (recent < NEAR * error) {
      clear();
    } else {
      drop = Math.min(Math.max(recent, LEAST_DROP), drop);
    }
  }

  void clear() {
    atMillis = NOTHING;
    drop = 0;
    worst = 0;
    shortfalls = 0;
    weight = 0;
  }

  void write(ByteBuffer to) {
    to.putFloat((float) drop).putFloat((float) worst);
    to.putFloat((float) shortfalls).putFloat((float) weight).putLong(atMillis);
  }

  void read(ByteBuffer from) {
    drop = from.getFloat();
    worst = from.getFloat();
    shortfalls = from.getFloat();
    weight = from.getFloat();
    atMillis = from.getLong();
  }
}
