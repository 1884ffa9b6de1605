package dev.prism.incident.cluster;

/// Arithmetic on vectors.
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// `into += factor · other`.
  static void add(double[] into, double[] other, double factor) {
    for (int i = 0; i < into.length; i++) {
      into[i] += factor * other[i];
    }
  }

  /// Scales to length 1; a vector of nothing stays that.
  static void toUnit(double[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    if (length > 1e-12) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= length;
      }
    }
  }

  /// Euclidean.
  static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }
}
