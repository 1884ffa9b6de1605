package dev.prism.incident;

/// One thing that happened to one incident; an incident is the fold of these. Never changed, never removed.
///
/// @param incident its id
/// @param number   within the incident, from 1 without a gap
/// @param atMillis since the epoch
/// @param who      `prism` for the gateway itself
/// @param why      in words; may be empty
public record IncidentEvent(
    String incident,
    long number,
    long atMillis,
    String who,
    String why,
    Happening what) {
  public IncidentEvent {
    if (incident.isBlank() || who.isBlank() || number < 1) {
      throw new IllegalArgumentException(
          "an event needs an incident, an author and a number above 0");
    }
  }
}
