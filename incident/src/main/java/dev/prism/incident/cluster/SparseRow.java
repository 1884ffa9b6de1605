package dev.prism.incident.cluster;

/// A vector of which most places are zero.
final class SparseRow {
  private final int[] places;
  private final double[] values;

  SparseRow(int[] places, double[] values) {
    this.places = places;
    this.values = values;
  }

  /// `matrix[places]` weighted and summed: this row times a matrix of `width` columns.
  double[] times(double[][] matrix, int width) {
    double[] out = new double[width];
    for (int i = 0; i < places.length; i++) {
      Vectors.add(out, matrix[places[i]], values[i]);
    }
    return out;
  }

  /// Adds this row's part of the transposed product: `out[place] += value · row`.
  void scatter(double[] row, double[][] out) {
    for (int i = 0; i < places.length; i++) {
      Vectors.add(out[places[i]], row, values[i]);
    }
  }
}
