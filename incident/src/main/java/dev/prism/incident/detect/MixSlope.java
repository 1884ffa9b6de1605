package dev.prism.incident.detect;

import java.nio.ByteBuffer;

/// By how much scores move when what was expected of them moves by one. Regressions that know little expect too
/// little (attenuation): best for one answer, too small for the mean of many when the mix of questions changes. Measured
/// before each score is learnt from. What chance made of the expectations cancels, since two regressions that have
/// learnt from different scores are multiplied (split sample, instrumental variables). While that tells little it
/// stays near 1. Not synchronized.
final class MixSlope {
  /// Of what is saved.
  static final int BYTES = Long.BYTES + 4 * Float.BYTES;
  private static final int REMEMBERED = 4_000;
  private static final int SETTLED = 1_000;
  /// Standard errors that speak for 1.
  private static final double DOUBT = 2;
  private static final double MOST = 2;

  private long known;
  private double usualFirst;
  private double usualSecond;
  private double spread;
  private double moved;
  private double expected;
  private double squares;

  /// @param score  above or below the usual
  /// @param first  what one regression expected
  /// @param second what the other expected
  void learn(double score, double first, double second) {
    known++;
    usualFirst += (first - usualFirst) / Math.min(known, SETTLED);
    usualSecond += (second - usualSecond) / Math.min(known, SETTLED);
    double both = (first - usualFirst + second - usualSecond) / 2;
    double rate = 1.0 / Math.min(known, REMEMBERED);
    spread += (score * score - spread) * rate;
    moved += (score * both - moved) * rate;
    expected += ((first - usualFirst) * (second - usualSecond) - expected) * rate;
    squares += (both * both - squares) * rate;
  }

  /// 1 to 2.
  double get() {
    double doubt = DOUBT * Math.sqrt(spread * squares / Math.clamp(known, 1, REMEMBERED));
    double slope = (moved + doubt) / (Math.max(expected, 0) + doubt);
    return doubt > 0 ? Math.clamp(slope, 1, MOST) : 1;
  }

  void save(ByteBuffer to) {
    to.putLong(known).putFloat((float) spread).putFloat((float) moved);
    to.putFloat((float) expected).putFloat((float) squares);
  }

  void restore(ByteBuffer from) {
    known = from.getLong();
    spread = from.getFloat();
    moved = from.getFloat();
    expected = from.getFloat();
    squares = from.getFloat();
  }
}
