package dev.prism.incident.detect;

import dev.prism.exchange.Kebab;
import java.time.Duration;

/// Which detector watches a stream, by the name of its case in kebab case.
public sealed interface DetectorSettings {
  /// A new one.
  ///
  /// @param rate whether scores are passes and failures
  Detector detector(boolean rate);

  /// Its name in signals and in the configuration.
  default String label() {
    String name = getClass().getSimpleName();
    return Kebab.of(name.substring(0, name.length() - "Settings".length()));
  }

  /// The default; needs nothing: its threshold follows from the budget of false pages.
  record BettingSettings() implements DetectorSettings {
    @Override
    public Detector detector(boolean rate) {
      return new BettingDetector(rate);
    }
  }

  /// @param points  how far below the usual, 0 to 100
  /// @param window  over which the mean is taken, at least 15 minutes
  /// @param sustain how long the mean must stay there
  record RollingMeanSettings(double points, Duration window, Duration sustain)
      implements
        DetectorSettings {
    public static final double DEFAULT_POINTS = 5;
    public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(60);
    public static final Duration DEFAULT_SUSTAIN = Duration.ZERO;

    public RollingMeanSettings {
      above(points, "points");
      if (window.toMinutes() < 15 || window.toMinutes() > 1440) {
        throw new IllegalArgumentException("window must be between 15m and 1d");
      }
      if (sustain.isNegative() || sustain.toMinutes() > 1440) {
        throw new IllegalArgumentException("sustain must be between 0m and 1d");
      }
    }

    @Override
    public Detector detector(boolean rate) {
      return new RollingMean(this);
    }
  }

  /// @param slack     in standard deviations per score: half of the drop that it is best at
  /// @param threshold in standard deviations
  record CusumSettings(double slack, double threshold) implements DetectorSettings {
    public static final double DEFAULT_SLACK = 0.1;
    public static final double DEFAULT_THRESHOLD = 40;

    public CusumSettings {
      above(slack, "slack");
      above(threshold, "threshold");
    }

    @Override
    public Detector detector(boolean rate) {
      return new Cusum(this);
    }
  }

  /// @param delta  the drift that is allowed, in scores of 0 to 1
  /// @param lambda the sum that alarms
  record PageHinkleySettings(double delta, double lambda) implements DetectorSettings {
    public static final double DEFAULT_DELTA = 0.01;
    public static final double DEFAULT_LAMBDA = 50;

    public PageHinkleySettings {
      above(delta, "delta");
      above(lambda, "lambda");
    }

    @Override
    public Detector detector(boolean rate) {
      return new PageHinkley(this);
    }
  }

  /// @param delta how likely one look at quiet data may cut the window, above 0
  record AdwinSettings(double delta) implements DetectorSettings {
    public static final double DEFAULT_DELTA = 0.002;

    public AdwinSettings {
      above(delta, "delta");
    }

    @Override
    public Detector detector(boolean rate) {
      return new Adwin(this);
    }
  }

  /// @param badBelow a score below so many points, 0 to 100, is bad
  /// @param budget   the share of scores that may be bad, 0 to 1
  /// @param factor   by which the workbook's burn rates are multiplied
  record BurnRateSettings(double badBelow, double budget, double factor)
      implements
        DetectorSettings {
    public static final double DEFAULT_BAD_BELOW = 50;
    public static final double DEFAULT_BUDGET = 0.05;
    public static final double DEFAULT_FACTOR = 1;

    public BurnRateSettings {
      above(badBelow, "bad-below");
      above(budget, "budget");
      above(factor, "factor");
    }

    @Override
    public Detector detector(boolean rate) {
      return new BurnRate(this);
    }
  }

  /// @param design    the drop that it is best at, in standard deviations
  /// @param threshold of the statistic: about the scores that one false alarm takes
  record ShiryaevRobertsSettings(double design, double threshold) implements DetectorSettings {
    public static final double DEFAULT_DESIGN = 0.2;
    public static final double DEFAULT_THRESHOLD = 200_000;

    public ShiryaevRobertsSettings {
      above(design, "design");
      above(threshold, "threshold");
    }

    @Override
    public Detector detector(boolean rate) {
      return new ShiryaevRoberts(this);
    }
  }

  private static void above(double value, String name) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " must be above 0");
    }
  }
}
