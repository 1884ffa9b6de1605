package dev.prism.incident.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The eigenvectors of a symmetric matrix, largest eigenvalue first, by Jacobi's rotations.
final class SymmetricAxes {
  private static final int MOST_SWEEPS = 30;
  private static final double DONE = 1e-18;
  private final double[][] matrix;
  private final double[][] vectors;
  private final List<Integer> order;

  /// Works in the matrix that it is given.
  SymmetricAxes(double[][] matrix) {
    this.matrix = matrix;
    vectors = new double[matrix.length][matrix.length];
    double trace = 0;
    for (int i = 0; i < matrix.length; i++) {
      vectors[i][i] = 1;
      trace += matrix[i][i];
    }
    for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal() > DONE * trace * trace; sweep++) {
      sweep();
    }
    order = IntStream.range(0, matrix.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -matrix[i][i]))
        .toList();
  }

  private void sweep() {
    for (int p = 0; p < matrix.length; p++) {
      for (int q = p + 1; q < matrix.length; q++) {
        if (matrix[p][q] != 0) {
          rotate(p, q);
        }
      }
    }
  }

  /// Makes `matrix[p][q]` zero.
  private void rotate(int p, int q) {
    double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
    double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < matrix.length; k++) {
      double kp = matrix[k][p];
      double kq = matrix[k][q];
      matrix[k][p] = c * kp - s * kq;
      matrix[k][q] = s * kp + c * kq;
    }
    for (int k = 0; k < matrix.length; k++) {
      double pk = matrix[p][k];
      double qk = matrix[q][k];
      matrix[p][k] = c * pk - s * qk;
      matrix[q][k] = s * pk + c * qk;
      double vp = vectors[p][k];
      double vq = vectors[q][k];
      vectors[p][k] = c * vp - s * vq;
      vectors[q][k] = s * vp + c * vq;
    }
  }

  private double offDiagonal() {
    double sum = 0;
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        sum += i == j ? 0 : matrix[i][j] * matrix[i][j];
      }
    }
    return sum;
  }

  /// The eigenvector of the `rank`-th largest eigenvalue, of unit length.
  double[] axis(int rank) {
    return vectors[order.get(rank)];
  }
}
