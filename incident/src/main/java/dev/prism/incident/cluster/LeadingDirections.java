package dev.prism.incident.cluster;

import java.util.List;
import java.util.Random;

/// The directions in which rows differ most: a truncated singular value decomposition by random projection
/// and a few power steps (Halko, Martinsson, Tropp 2011). The same rows and seed give the same directions.
final class LeadingDirections {
  private static final int EXTRA = 10;
  private static final int POWER_STEPS = 3;

  private LeadingDirections() {}

  /// A matrix of `columns` rows and at most `wanted` columns, which a row is multiplied by.
  static double[][] of(List<SparseRow> rows, int columns, int wanted, long seed) {
    int width = Math.min(wanted + EXTRA, Math.min(rows.size(), columns));
    Random random = new Random(seed);
    double[][] probe = new double[columns][width];
    for (double[] row : probe) {
      for (int i = 0; i < width; i++) {
        row[i] = random.nextGaussian();
      }
    }
    double[][] left = orthogonal(times(rows, probe, width), width);
    for (int step = 0; step < POWER_STEPS; step++) {
      double[][] right = orthogonal(transposed(rows, left, columns, width), width);
      left = orthogonal(times(rows, right, width), width);
    }
    return rotate(transposed(rows, left, columns, width), Math.min(wanted, width), width);
  }

  private static double[][] times(List<SparseRow> rows, double[][] matrix, int width) {
    return rows.stream().map(row -> row.times(matrix, width)).toArray(double[][]::new);
  }

  private static double[][] transposed(List<SparseRow> rows, double[][] left, int columns,
      int width) {
    double[][] out = new double[columns][width];
    for (int i = 0; i < left.length; i++) {
      rows.get(i).scatter(left[i], out);
    }
    return out;
  }

  /// Makes the columns orthogonal and of unit length, twice against rounding; a column of nothing stays.
  private static double[][] orthogonal(double[][] matrix, int width) {
    double[][] columns = turn(matrix, width);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < i; j++) {
          Vectors.add(columns[i], columns[j], -Vectors.dot(columns[i], columns[j]));
        }
        Vectors.toUnit(columns[i]);
      }
    }
    return turn(columns, matrix.length);
  }

  /// Turns `projected` (columns × width) to its principal axes, strongest first, of unit length.
  private static double[][] rotate(double[][] projected, int kept, int width) {
    double[][] columns = turn(projected, width);
    double[][] square = new double[width][width];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        square[i][j] = Vectors.dot(columns[i], columns[j]);
      }
    }
    SymmetricAxes axes = new SymmetricAxes(square);
    double[][] directions = new double[kept][projected.length];
    for (int k = 0; k < kept; k++) {
      double[] axis = axes.axis(k);
      for (int i = 0; i < width; i++) {
        Vectors.add(directions[k], columns[i], axis[i]);
      }
      Vectors.toUnit(directions[k]);
    }
    return turn(directions, projected.length);
  }

  private static double[][] turn(double[][] matrix, int columns) {
    double[][] turned = new double[columns][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < columns; j++) {
        turned[j][i] = matrix[i][j];
      }
    }
    return turned;
  }
}
