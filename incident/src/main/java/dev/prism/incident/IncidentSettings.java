package dev.prism.incident;

import dev.prism.incident.detect.DetectSettings;
import dev.prism.incident.notify.NotifierUse;
import java.util.List;

/// What counts as an incident and what is done about it.
///
/// @param regulated routes of medical, financial, legal and the like; their incidents weigh more
/// @param detect    how drops are found
/// @param contain   what the gateway does by itself
/// @param verify    how a fix earns its traffic
/// @param sinks     who is told: `{ slack: { … } }` and the like, each with its settings
public record IncidentSettings(
    List<String> regulated,
    DetectSettings detect,
    ContainSettings contain,
    VerifySettings verify,
    List<NotifierUse> sinks) {
  /// No record may have a component of the name that the config has.
  static final String KEY_SINKS = "notify";
  public static final DetectSettings DEFAULT_DETECT = DetectSettings.DEFAULT;
  public static final IncidentSettings DEFAULT = new IncidentSettings(List.of(), DEFAULT_DETECT,
      ContainSettings.DEFAULT, VerifySettings.DEFAULT, List.of());

  public IncidentSettings {
    regulated = List.copyOf(regulated);
    sinks = List.copyOf(sinks);
  }
}
