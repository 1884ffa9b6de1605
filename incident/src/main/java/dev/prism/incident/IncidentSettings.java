package dev.prism.incident;

import dev.prism.incident.detect.DetectSettings;

/// How incidents are found, contained and told.
///
/// @param detect how drops are found
public record IncidentSettings(DetectSettings detect) {
  public static final DetectSettings DEFAULT_DETECT = DetectSettings.DEFAULT;
  public static final IncidentSettings DEFAULT = new IncidentSettings(DEFAULT_DETECT);
}
