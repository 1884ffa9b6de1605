package dev.prism.incident;

import java.util.List;
import java.util.Map;

/// The last step as the incident sees it: the postmortem, and the golden entries that it leaves behind.
/// Calls may block.
public interface ReviewGate {
  /// Writes or rewrites the postmortem, filled in as far as the incident knows.
  ///
  /// @param typed what a person has written: `root_cause`, `lessons`, action items and so on
  Draft postmortem(Incident incident, Map<String, Object> typed);

  /// Golden entries that came from this incident.
  List<String> goldenEntries(String incident);

  /// @param reference where it is kept
  /// @param markdown  the document
  /// @param json      the same as maps and lists
  /// @param missing   what it still lacks before the incident may be closed, empty when nothing
  record Draft(String reference, String markdown, Map<String, Object> json, List<String> missing) {
    public Draft {
      json = Map.copyOf(json);
      missing = List.copyOf(missing);
    }
  }
}
