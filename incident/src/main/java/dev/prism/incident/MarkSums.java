package dev.prism.incident;

/// The marks of kept exchanges summed up for the mean of all exchanges: each counts as many times as there were
/// exchanges like its own. Immutable.
///
/// @param weights        sum of the weights
/// @param squaredWeights sum of weight²
/// @param marks          sum of weight × mark
/// @param errors         sum of weight² × mark
/// @param squaredErrors  sum of weight² × mark²
record MarkSums(
    double weights,
    double squaredWeights,
    double marks,
    double errors,
    double squaredErrors) {
  static final MarkSums NONE = new MarkSums(0, 0, 0, 0, 0);

  /// @param weight how many exchanges the marked one stands for
  static MarkSums of(double weight, double mark) {
    double square = weight * weight;
    return new MarkSums(weight, square, weight * mark, square * mark, square * mark * mark);
  }

  MarkSums plus(MarkSums more) {
    return new MarkSums(weights + more.weights, squaredWeights + more.squaredWeights,
        marks + more.marks, errors + more.errors, squaredErrors + more.squaredErrors);
  }

  MarkSums minus(MarkSums part) {
    return new MarkSums(weights - part.weights, squaredWeights - part.squaredWeights,
        marks - part.marks, errors - part.errors, squaredErrors - part.squaredErrors);
  }

  double mean() {
    return marks / weights;
  }

  /// What one mark stands for, at least 1.
  double each() {
    return squaredWeights / weights;
  }

  /// As how many marks of equal weight they count.
  double count() {
    return weights / each();
  }

  /// As how many they count beside others: where those that fail weigh least, a handful of them is hardly any traffic,
  /// however alike they are.
  double countBeside(MarkSums usual) {
    return weights / Math.max(each(), usual.each());
  }

  /// Sum of (weight × distance from the mean)²: by the square of the weights it is the mean's squared error.
  double scatter() {
    return Math.max(0, squaredErrors - mean() * (2 * errors - mean() * squaredWeights));
  }

  /// Squared standard error of the mean.
  double squaredError() {
    return scatter() / (weights * weights);
  }
}
