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
/// Stakes are aimed at drops of given sizes and bounded so that no coin goes below nothing. Of scores, three
/// more gamblers bet that more answers are rated worst than usual: `1 + e·w·(1/q − 1)` coins for such an answer
/// and `1 − e·w` for another, where at most `q` of them are usual. Broken answers are seen some times sooner so
/// than by the mean, and topics move the mean more than they move these. Where a
/// stream's mean wanders by itself, a minute's winnings are raised to the power
/// `1 / (1 + dispersion·n)`: that only lowers the expectation, so the bound stands.
///
/// Within a minute the order of scores does not matter, so the minutes of several nodes merge exactly.
public final class BettingDetector implements Detector {
  /// The drops that the stakes are aimed at, for scores.
  private static final double[] SCORE_DROPS = {0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.15};
  /// The rises of a failure rate that the stakes are aimed at.
  private static final double[] RATE_RISES = {0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 0.8};
  /// The additional shares of answers rated worst that bets on those are aimed at.
  private static final double[] RARE_RISES = {0.02, 0.05, 0.15};
  private static final double MOST_STAKED = 0.9;
  private static final int STAKES = 7;

  private final boolean rate;
  /// How far above 1 a score may lie.
  private final double reach;
  /// Gamblers: those on the mean and, for scores, those on answers rated worst.
  private final int gamblers;
  /// Coins at the start of this minute, then the logarithms of this minute's winnings, then its count.
  private final double[] state;

  /// @param rate whether scores are passes and failures
  public BettingDetector(boolean rate) {
    this(rate, 0, rate ? STAKES : STAKES + RARE_RISES.length);
  }

  private BettingDetector(boolean rate, double reach, int gamblers) {
    this.rate = rate;
    this.reach = reach;
    this.gamblers = gamblers;
    state = new double[2 * gamblers + 1];
    begin();
  }

  /// For scores that another arm's shortfalls, of -1 to 1, have been added to.
  static BettingDetector ofDifferences(boolean rate) {
    return new BettingDetector(rate, 1, STAKES);
  }

  @Override
  public boolean observe(double score, double weight, Reference reference) {
    double mean = reference.nullMean();
    double won = (mean - score) * weight;
    for (int i = 0; i < STAKES; i++) {
      state[gamblers + i] += Math.log1p(stake(i, mean, reference) * won);
    }
    double most = reference.rare().most();
    double odds = score <= RareScores.UP_TO ? 1 / most - 1 : -1;
    for (int i = STAKES; i < gamblers && most < 1; i++) {
      state[gamblers + i] += Math.log1p(RARE_RISES[i - STAKES] * odds * weight);
    }
    state[2 * gamblers]++;
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

  /// The mean over the gamblers, now.
  double coins(Reference reference) {
    double sum = 0;
    for (int i = 0; i < gamblers; i++) {
      sum += state[i] * Math.exp(power(i, reference) * state[gamblers + i]);
    }
    return sum / gamblers;
  }

  private double power(int gambler, Reference reference) {
    double dispersion = gambler < STAKES ? reference.dispersion() : reference.rare().dispersion();
    return 1 / (1 + dispersion * state[2 * gamblers]);
  }

  @Override
  public boolean minuteEnds(Reference reference) {
    for (int i = 0; i < gamblers; i++) {
      state[i] = 1 + state[i] * Math.exp(power(i, reference) * state[gamblers + i]);
      state[gamblers + i] = 0;
    }
    state[2 * gamblers] = 0;
    return false;
  }

  private void begin() {
    Arrays.fill(state, 0);
    Arrays.fill(state, 0, gamblers, 1);
  }

  @Override
  public double[] state() {
    return state;
  }
}
