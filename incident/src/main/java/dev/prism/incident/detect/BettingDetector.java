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
  /// Beyond these a product goes on as a logarithm.
  private static final double LEAST_PRODUCT = 1e-250;
  private static final double MOST_PRODUCT = 1e250;

  private final boolean rate;
  /// How far above 1 a score may lie.
  private final double reach;
  /// Gamblers: those on the mean and, for scores, those on answers rated worst.
  private final int gamblers;
  /// Coins at the start of this minute, then the logarithms of this minute's winnings as far as they are not in
  /// [#winnings], then its count.
  private final double[] state;
  /// By what this minute's coins have been multiplied, for each gambler: a logarithm for each score would cost more
  /// than all else that is done with it.
  private final double[] winnings;

  /// @param rate whether scores are passes and failures
  public BettingDetector(boolean rate) {
    this(rate, 0, rate ? STAKES : STAKES + RARE_RISES.length);
  }

  private BettingDetector(boolean rate, double reach, int gamblers) {
    this.rate = rate;
    this.reach = reach;
    this.gamblers = gamblers;
    state = new double[2 * gamblers + 1];
    winnings = new double[gamblers];
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
    // The most that a score can lose is the distance from the mean to the highest score.
    double mostStaked = MOST_STAKED / Math.max(1 + reach - mean, 1e-6);
    double[] aims = rate ? RATE_RISES : SCORE_DROPS;
    double variance = rate
        ? Math.max(mean * (1 - mean), 1e-6)
        : reference.sigma() * reference.sigma();
    for (int i = 0; i < STAKES; i++) {
      win(i, 1 + Math.min(aims[i] / variance, mostStaked) * won);
    }
    double most = reference.rare().most();
    double odds = score <= RareScores.UP_TO ? 1 / most - 1 : -1;
    for (int i = STAKES; i < gamblers && most < 1; i++) {
      win(i, 1 + RARE_RISES[i - STAKES] * odds * weight);
    }
    state[2 * gamblers]++;
    double alarm = reference.patience();
    if (mostCoins() < alarm || coins(reference) < alarm) {
      return false;
    }
    begin();
    return true;
  }

  private void win(int gambler, double times) {
    double product = winnings[gambler] * times;
    if (product > LEAST_PRODUCT && product < MOST_PRODUCT) {
      winnings[gambler] = product;
    } else {
      state[gamblers + gambler] += Math.log(winnings[gambler]) + Math.log(times);
      winnings[gambler] = 1;
    }
  }

  /// At least [#coins], whose powers only lower what has been won and raise what has been lost to no more than 1.
  private double mostCoins() {
    double sum = 0;
    for (int i = 0; i < gamblers; i++) {
      sum += state[gamblers + i] > 0
          ? Double.POSITIVE_INFINITY
          : state[i] * Math.max(winnings[i], 1);
    }
    return sum / gamblers;
  }

  /// The mean over the gamblers, now.
  double coins(Reference reference) {
    double sum = 0;
    for (int i = 0; i < gamblers; i++) {
      sum += coins(i, reference);
    }
    return sum / gamblers;
  }

  private double coins(int gambler, Reference reference) {
    double won = state[gamblers + gambler] + Math.log(winnings[gambler]);
    return state[gambler] * Math.exp(power(gambler, reference) * won);
  }

  private double power(int gambler, Reference reference) {
    double dispersion = gambler < STAKES ? reference.dispersion() : reference.rare().dispersion();
    return 1 / (1 + dispersion * state[2 * gamblers]);
  }

  @Override
  public double reach() {
    return state[0] + state[gamblers] + winnings[0];
  }

  @Override
  public boolean minuteEnds(Reference reference) {
    for (int i = 0; i < gamblers; i++) {
      state[i] = 1 + coins(i, reference);
    }
    beginMinute();
    return false;
  }

  private void begin() {
    Arrays.fill(state, 0, gamblers, 1);
    beginMinute();
  }

  private void beginMinute() {
    Arrays.fill(state, gamblers, state.length, 0);
    Arrays.fill(winnings, 1);
  }

  @Override
  public double[] state() {
    for (int i = 0; i < gamblers; i++) {
      state[gamblers + i] += Math.log(winnings[i]);
    }
    Arrays.fill(winnings, 1);
    return state;
  }
}
