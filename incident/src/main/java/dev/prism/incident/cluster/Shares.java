package dev.prism.incident.cluster;

/// Two shares and how sure it is that the first is larger: `hits` of `of`, against `otherHits` of `others`.
record Shares(int hits, int of, int otherHits, int others) {
  private static final double Z = 1.959964;

  double share() {
    return (double) hits / of;
  }

  double otherShare() {
    return (double) otherHits / others;
  }

  /// The ratio of the shares, each moved by half a hit so that nothing is divided by zero.
  double lift() {
    return ((hits + 0.5) / (of + 1)) / ((otherHits + 0.5) / (others + 1));
  }

  /// Lower end of the 95 % interval of the difference, by Newcombe's score method (1998, method 10): the
  /// two Wilson intervals combined.
  double lowerBound() {
    double below = share() - wilson(hits, of, -1);
    double above = wilson(otherHits, others, 1) - otherShare();
    return share() - otherShare() - Math.sqrt(below * below + above * above);
  }

  private static double wilson(int hits, int of, int side) {
    double p = (double) hits / of;
    double square = Z * Z / of;
    double spread = Z * Math.sqrt(p * (1 - p) / of + square / (4 * of));
    return (p + square / 2 + side * spread) / (1 + square);
  }

  /// How likely at least so many hits are when the shares are equal: Fisher's exact test, one-sided.
  double chance() {
    int total = hits + otherHits;
    int all = of + others;
    double sum = 0;
    for (int k = hits; k <= Math.min(total, of); k++) {
      double term = Math.exp(choose(total, k) + choose(all - total, of - k) - choose(all, of));
      sum += term;
      if (term < sum * 1e-12) {
        break;
      }
    }
    return Math.min(1, sum);
  }

  /// The logarithm of the binomial coefficient.
  private static double choose(int n, int k) {
    return k < 0 || k > n
        ? Double.NEGATIVE_INFINITY
        : logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  }

  /// Stirling's series; exact to ten digits from 10 on, by product below.
  private static double logFactorial(int n) {
    if (n < 10) {
      double product = 1;
      for (int i = 2; i <= n; i++) {
        product *= i;
      }
      return Math.log(product);
    }
    double x = n + 1.0;
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x)
        - 1 / (360 * x * x * x) + 1 / (1260 * Math.pow(x, 5));
  }
}
