package dev.prism.incident.detect;

/// A smooth day: a mean and two waves of 24 and 12 hours, fitted to the means of the hours of the day,
/// each weighed by its scores. The waves are held back towards nothing by a prior, so that a few hours of
/// history do not make one up.
final class HourlyFit {
  static final int TERMS = 5;
  private static final double HOURS = 24;

  private HourlyFit() {}

  /// @param means   of the 24 hours of a day
  /// @param weights how many scores each has
  /// @param ridge   how many scores' worth of evidence the prior of each wave is
  /// @return the mean; cosine and sine of 24 hours; cosine and sine of 12 hours
  static double[] of(double[] means, double[] weights, double ridge) {
    double[][] normal = new double[TERMS][TERMS + 1];
    for (int hour = 0; hour < means.length; hour++) {
      double[] basis = basis(hour + 0.5);
      for (int i = 0; i < TERMS; i++) {
        for (int j = 0; j < TERMS; j++) {
          normal[i][j] += weights[hour] * basis[i] * basis[j];
        }
        normal[i][TERMS] += weights[hour] * basis[i] * means[hour];
      }
    }
    for (int i = 1; i < TERMS; i++) {
      normal[i][i] += ridge;
    }
    return solve(normal);
  }

  private static double[] basis(double hour) {
    double day = 2 * Math.PI * hour / HOURS;
    return new double[]{1, Math.cos(day), Math.sin(day), Math.cos(2 * day), Math.sin(2 * day)};
  }

  /// Elimination with pivots; the matrix is positive definite where there is any weight.
  private static double[] solve(double[][] rows) {
    for (int i = 0; i < TERMS; i++) {
      double pivot = Math.max(rows[i][i], 1e-12);
      for (int below = i + 1; below < TERMS; below++) {
        double times = rows[below][i] / pivot;
        for (int j = i; j <= TERMS; j++) {
          rows[below][j] -= times * rows[i][j];
        }
      }
    }
    double[] solution = new double[TERMS];
    for (int i = TERMS - 1; i >= 0; i--) {
      double rest = rows[i][TERMS];
      for (int j = i + 1; j < TERMS; j++) {
        rest -= rows[i][j] * solution[j];
      }
      solution[i] = rest / Math.max(rows[i][i], 1e-12);
    }
    return solution;
  }
}
