package dev.prism.incident.detect;

import java.util.Arrays;

/// The default: a sum of betting e-processes, one begun in each minute (an e-detector of the
/// Shiryaev-Roberts kind; Shin, Ramdas and Rinaldo, "E-detectors", NEJSDS 2024).
///
/// A gambler starts each minute with one coin and bets, at several stakes, that scores fall short of the
/// least usual mean `m`: a coin becomes `1 + b·w·(m − x)` coins. While the mean is at least `m` no stake
/// can win on average, whatever the distribution; so the mean over stakes of all coins exceeds the number
/// of minutes played only by luck, and the expected number of minutes until it reaches the patience `A` is
/// at least `A`. No calibration, no independence needed.
///
/// Stakes are aimed at drops of given sizes and bounded so that no coin goes below nothing. Where a
/// stream's mean wanders by itself, a minute's winnings are raised to the power
/// `1 / (1 + dispersion·n)`: that only lowers the expectation, so the bound stands.
///
/// Within a minute the order of scores does not matter, so the minutes of several nodes merge exactly.
public final class BettingDetector implements Detector {
  /// The drops that the stakes are aimed at, for scores.
  private static final double[] SCORE_DROPS = {0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.15};
  /// The rises of a failure rate that the stakes are aimed at.
  private static final double[] RATE_RISES = {0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 0.8};
  private static final double MOST_STAKED = 0.9;
  private static final int STAKES = 7;
  private static final int MINUTE = STAKES;
  private static final int COUNT = 2 * STAKES;

  private final boolean rate;
  /// How far above 1 a score may lie.
  private final double reach;
  /// Coins at the start of this minute, then the logarithms of this minute's winnings, then its count.
  private final double[] state = new double[2 * STAKES + 1];

  /// @param rate whether scores are passes and failures
  public BettingDetector(boolean rate) {
    this(rate, 0);
  }

  private BettingDetector(boolean rate, double reach) {
    this.rate = rate;
    this.reach = reach;
    begin();
  }

  /// For scores that another arm's shortfalls, of -1 to 1, have been added to.
  static BettingDetector ofDifferences(boolean rate) {
    return new BettingDetector(rate, 1);
  }

  @Override
  public boolean observe(double score, double weight, Reference reference) {
    double mean = reference.nullMean();
    double won = (mean - score) * weight;
    for (int i = 0; i < STAKES; i++) {
      state[MINUTE + i] += Math.log1p(stake(i, mean, reference) * won);
    }
    state[COUNT]++;
    if (coins(reference) < reference.patience()) {
      return false;
    }
    begin();
    return true;
  }

  private double stake(int i, double mean, Reference reference) {
    // The most that a score can lose is the distance from the mean to the highest score.
    double most = MOST_STAKED / Math.max(1 + reach - mean, 1e-6);
    double aimed = rate
        ? RATE_RISES[i] / Math.max(mean * (1 - mean), 1e-6)
        : SCORE_DROPS[i] / (reference.sigma() * reference.sigma());
    return Math.min(aimed, most);
  }

  /// The mean over the stakes, now.
  double coins(Reference reference) {
    double power = 1 / (1 + reference.dispersion() * state[COUNT]);
    double sum = 0;
    for (int i = 0; i < STAKES; i++) {
      sum += state[i] * Math.exp(power * state[MINUTE + i]);
    }
    return sum / STAKES;
  }

  @Override
  public boolean minuteEnds(Reference reference) {
    double power = 1 / (1 + reference.dispersion() * state[COUNT]);
    for (int i = 0; i < STAKES; i++) {
      state[i] = 1 + state[i] * Math.exp(power * state[MINUTE + i]);
      state[MINUTE + i] = 0;
    }
    state[COUNT] = 0;
    return false;
  }

  private void begin() {
    Arrays.fill(state, 0);
    Arrays.fill(state, 0, STAKES, 1);
  }

  @Override
  public double[] state() {
    return state;
  }
}
