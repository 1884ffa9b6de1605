package dev.prism.incident.detect;

import java.util.Arrays;

/// The playbook's rule: the mean over a window lies a fixed number of points below the usual, and stays
/// there. With a threshold taken from quiet history it is the calibrated mean.
public final class RollingMean implements Detector {
  private static final int PARTS = 15;
  private static final int MINUTES = 2 * PARTS + 2;

  private final DetectorSettings.RollingMeanSettings settings;
  private final int partMinutes;
  /// Sums of shortfalls, then weights, of the window's parts, newest first; then minutes in the newest
  /// part, and minutes below so far.
  private final double[] state = new double[2 * PARTS + 4];

  RollingMean(DetectorSettings.RollingMeanSettings settings) {
    this.settings = settings;
    partMinutes = Math.max((int) settings.window().toMinutes() / PARTS, 1);
  }

  @Override
  public boolean observe(double score, double weight, Reference reference) {
    state[0] += weight * (reference.mean() - score);
    state[PARTS] += weight;
    return false;
  }

  @Override
  public boolean minuteEnds(Reference reference) {
    double shortfall = 0;
    double weight = 0;
    for (int i = 0; i < PARTS; i++) {
      shortfall += state[i];
      weight += state[PARTS + i];
    }
    state[MINUTES]++;
    boolean full = state[2 * PARTS] >= PARTS - 1;
    boolean below = full && weight > 0 && shortfall / weight * 100 >= settings.points();
    state[MINUTES + 1] = below ? state[MINUTES + 1] + 1 : 0;
    if (state[MINUTES] >= partMinutes) {
      turn();
    }
    if (!below || state[MINUTES + 1] <= settings.sustain().toMinutes()) {
      return false;
    }
    Arrays.fill(state, 0);
    return true;
  }

  private void turn() {
    System.arraycopy(state, 0, state, 1, PARTS - 1);
    System.arraycopy(state, PARTS, state, PARTS + 1, PARTS - 1);
    state[0] = 0;
    state[PARTS] = 0;
    state[MINUTES] = 0;
    state[2 * PARTS]++;
  }

  @Override
  public double[] state() {
    return state;
  }
}
