package dev.prism.incident.detect;

import java.util.Arrays;

/// The Page-Hinkley test for a falling mean: a cumulative sum against the mean so far, which it learns by
/// itself, and so it learns a slow leak away.
public final class PageHinkley implements Detector {
  private static final int LEAST = 30;

  private final DetectorSettings.PageHinkleySettings settings;
  /// Weight so far, mean, sum, least sum.
  private final double[] state = new double[4];

  PageHinkley(DetectorSettings.PageHinkleySettings settings) {
    this.settings = settings;
  }

  @Override
  public boolean observe(double score, double weight, Reference reference) {
    state[0] += weight;
    state[1] += (score - state[1]) * weight / state[0];
    state[2] += weight * (state[1] - score - settings.delta());
    state[3] = Math.min(state[3], state[2]);
    if (state[0] < LEAST || state[2] - state[3] < settings.lambda()) {
      return false;
    }
    Arrays.fill(state, 0);
    return true;
  }

  @Override
  public boolean minuteEnds(Reference reference) {
    return false;
  }

  @Override
  public double[] state() {
    return state;
  }
}
