package dev.prism.incident.cluster;

import java.util.Map;

/// What the window keeps of a passing trace.
///
/// @param text like that of a failing one
record PassingTrace(String id, long startedMicros, String text, Map<String, String> facts) {
  PassingTrace {
    facts = Map.copyOf(facts);
  }
}
