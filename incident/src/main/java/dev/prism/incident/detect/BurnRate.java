package dev.prism.incident.detect;

import java.util.Arrays;

/// Burn rates over pairs of windows, as in the SRE Workbook: bad scores use up an error budget, and both a
/// long window and one of a twelfth of it burn faster than allowed: 14.4 times in 1 h, 6 times in 6 h, once
/// in 3 d, each times a factor.
public final class BurnRate implements Detector {
  private static final int PARTS = 13;
  private static final int[] PART_MINUTES = {5, 30, 360};
  private static final double[] BURNS = {14.4, 6, 1};
  private static final int PAIR = 2 * PARTS + 2;

  private final DetectorSettings.BurnRateSettings settings;
  /// For each pair: bad and all of its parts, newest first, minutes in the newest part, parts begun.
  private final double[] state = new double[PAIR * PART_MINUTES.length];

  BurnRate(DetectorSettings.BurnRateSettings settings) {
    this.settings = settings;
  }

  @Override
  public boolean observe(double score, double weight, Reference reference) {
    double bad = score * 100 < settings.badBelow() ? weight : 0;
    for (int pair = 0; pair < BURNS.length; pair++) {
      state[pair * PAIR] += bad;
      state[pair * PAIR + PARTS] += weight;
    }
    return false;
  }

  @Override
  public boolean minuteEnds(Reference reference) {
    boolean alarm = false;
    for (int pair = 0; pair < BURNS.length; pair++) {
      int from = pair * PAIR;
      boolean full = state[from + PAIR - 1] >= PARTS - 1;
      double most = BURNS[pair] * settings.factor() * settings.budget();
      alarm |= full && share(from, PARTS) > most && share(from, 2) > most;
      if (++state[from + PAIR - 2] >= PART_MINUTES[pair]) {
        turn(from);
      }
    }
    if (alarm) {
      Arrays.fill(state, 0);
    }
    return alarm;
  }

  private double share(int from, int parts) {
    double bad = 0;
    double all = 0;
    for (int i = 0; i < parts; i++) {
      bad += state[from + i];
      all += state[from + PARTS + i];
    }
    return all == 0 ? 0 : bad / all;
  }

  private void turn(int from) {
    System.arraycopy(state, from, state, from + 1, PARTS - 1);
    System.arraycopy(state, from + PARTS, state, from + PARTS + 1, PARTS - 1);
    state[from] = 0;
    state[from + PARTS] = 0;
    state[from + PAIR - 2] = 0;
    state[from + PAIR - 1]++;
  }

  @Override
  public double[] state() {
    return state;
  }
}
