package dev.prism.incident.detect;

import org.jspecify.annotations.Nullable;

/// What a route has of its own; null for what all have.
///
/// @param detector  which detector watches it
/// @param tolerance points of 0 to 100 that a mean may lie below the usual
public record RouteDetectSettings(@Nullable DetectorSettings detector, @Nullable Double tolerance) {
  public RouteDetectSettings {
    if (tolerance != null) {
      DetectSettings.checkTolerance(tolerance);
    }
  }
}
