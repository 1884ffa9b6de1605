package dev.prism.incident.detect;

/// What all streams go by, and what is known outside of them.
interface StreamRules {
  DetectorSettings detector(String route);

  /// In scores of 0 to 1.
  double tolerance(String route);

  /// Minutes with scores that one stream may take for one false alarm.
  double patience();

  /// The evidence, in standard deviations, at which more scores are asked for.
  double warmAt();

  boolean isIncidentOpen(String route);
}
