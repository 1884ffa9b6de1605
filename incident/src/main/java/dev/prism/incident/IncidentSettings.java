package dev.prism.incident;

import java.util.List;

/// What counts as an incident and what is done about it.
///
/// @param regulated routes of medical, financial, legal and the like; their incidents weigh more
/// @param contain   what the gateway does by itself
/// @param verify    how a fix earns its traffic
public record IncidentSettings(
    List<String> regulated,
    ContainSettings contain,
    VerifySettings verify) {
  public static final IncidentSettings DEFAULT = new IncidentSettings(List.of(),
      ContainSettings.DEFAULT, VerifySettings.DEFAULT);

  public IncidentSettings {
    regulated = List.copyOf(regulated);
  }
}
