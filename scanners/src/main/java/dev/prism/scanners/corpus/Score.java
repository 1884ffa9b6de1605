package dev.prism.scanners.corpus;

import java.util.Locale;

/// How many positives were found and how many negatives were mistaken.
final class Score {
  private int positives;
  private int found;
  private int negatives;
  private int mistaken;

  void count(boolean positive, boolean flagged) {
    if (positive) {
      positives++;
      found += flagged ? 1 : 0;
    } else {
      negatives++;
      mistaken += flagged ? 1 : 0;
    }
  }

  double recall() {
    return positives == 0 ? Double.NaN : (double) found / positives;
  }

  double falsePositiveRate() {
    return negatives == 0 ? Double.NaN : (double) mistaken / negatives;
  }

  int size() {
    return positives + negatives;
  }

  /// `name recall 0.781 fpr 0.009 n 2321`; a dash where there is nothing to measure.
  String line(String name) {
    return name + " recall " + figure(recall()) + " fpr " + figure(falsePositiveRate()) + " n "
        + size();
  }

  String json() {
    return "{\"recall\":" + number(recall()) + ",\"fpr\":" + number(falsePositiveRate()) + ",\"n\":"
        + size() + "}";
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.6f", value);
  }
}
