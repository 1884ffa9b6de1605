package dev.prism.scanners.text;

/// What an error costs a [LinearTrainer], as the step that it takes in the dual problem.
@FunctionalInterface
public interface Loss {
  /// The best value of one example's variable while all others stay.
  ///
  /// @param old    its value until now, 0 at first
  /// @param margin of the example under the weights of now, times its label of 1 or -1
  /// @param square of the example's length
  /// @param cost   of an error on it
  double next(double old, double margin, double square, double cost);

  /// Squared hinge (Hsieh and others, 2008): quick, and hard on texts near the border.
  static double hinge(double old, double margin, double square, double cost) {
    double diagonal = 0.5 / cost;
    double gradient = margin - 1 + diagonal * old;
    return Math.max(0, old - gradient / (square + diagonal));
  }

  /// Logistic (Yu, Huang and Lin, 2011): lives better with labels that no feature explains. Newton's steps
  /// for the log-odds of the variable's share of its cost, kept between two bounds that close in.
  static double logistic(double old, double margin, double square, double cost) {
    double low = -30;
    double high = 30;
    double odds = old == 0 ? -margin : Math.log(old / (cost - old));
    for (int round = 0; round < 12; round++) {
      if (odds <= low || odds >= high) {
        odds = (low + high) / 2;
      }
      double share = 1 / (1 + Math.exp(-odds));
      double value = odds + margin + (cost * share - old) * square;
      if (value > 0) {
        high = odds;
      } else {
        low = odds;
      }
      odds -= value / (1 + cost * share * (1 - share) * square);
    }
    double limit = cost * 1e-12;
    return Math.clamp(cost / (1 + Math.exp(-odds)), limit, cost - limit);
  }
}
