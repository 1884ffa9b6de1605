package dev.prism.exchange;

import java.util.List;
import java.util.Map;

/// Some of the callers. Everything that is given must hold.
///
/// @param tenants  one of these; any when empty
/// @param sessions one of these; any when empty
/// @param metadata each of these entries of `x-prism-metadata`
public record Callers(List<String> tenants, List<String> sessions, Map<String, String> metadata) {
  public static final Callers ALL = new Callers(List.of(), List.of(), Map.of());

  public Callers {
    tenants = List.copyOf(tenants);
    sessions = List.copyOf(sessions);
    metadata = Map.copyOf(metadata);
  }

  public boolean include(TraceRecord.Caller caller) {
    return (tenants.isEmpty() || tenants.contains(caller.tenant()))
        && (sessions.isEmpty()
            || (caller.sessionId() != null && sessions.contains(caller.sessionId())))
        && metadata.entrySet()
            .stream()
            .allMatch(entry -> entry.getValue().equals(caller.metadata().get(entry.getKey())));
  }
}
