package dev.prism.routing;

import dev.prism.exchange.Callers;
import dev.prism.exchange.TraceRecord;
import java.util.List;
import java.util.Map;

/// Whom a flip is for. Everything that is given must hold; an empty one is for all.
///
/// @param tenants  one of these
/// @param sessions one of these
/// @param metadata each of these entries of `x-prism-metadata`
/// @param percent  of the callers, sticky by session, user, tenant or key
public record Scope(
    List<String> tenants,
    List<String> sessions,
    Map<String, String> metadata,
    double percent) {
  public static final double DEFAULT_PERCENT = 100;
  public static final Scope ALL = new Scope(List.of(), List.of(), Map.of(), DEFAULT_PERCENT);

  public Scope {
    tenants = List.copyOf(tenants);
    sessions = List.copyOf(sessions);
    metadata = Map.copyOf(metadata);
    Percent.check("percent", percent);
  }

  public static Scope ofTenants(String... tenants) {
    return new Scope(List.of(tenants), List.of(), Map.of(), DEFAULT_PERCENT);
  }

  public static Scope ofPercent(double percent) {
    return new Scope(List.of(), List.of(), Map.of(), percent);
  }

  /// How narrow it is: sessions are narrower than a cohort by metadata, that is narrower than tenants,
  /// those are narrower than a share, and each narrows the others further. 0 for all.
  int narrowness() {
    return (sessions.isEmpty() ? 0 : 8) + (metadata.isEmpty() ? 0 : 4) + (tenants.isEmpty() ? 0 : 2)
        + (percent == DEFAULT_PERCENT ? 0 : 1);
  }

  /// Whether some caller may be in both. Shares are taken to overlap whatever their size.
  public boolean mayOverlap(Scope other) {
    return meet(tenants, other.tenants) && meet(sessions, other.sessions)
        && metadata.entrySet()
            .stream()
            .allMatch(entry -> other.metadata.getOrDefault(entry.getKey(), entry.getValue())
                .equals(entry.getValue()));
  }

  private static boolean meet(List<String> some, List<String> others) {
    return some.isEmpty() || others.isEmpty() || some.stream().anyMatch(others::contains);
  }

  /// Whether it may be for this caller; of a share nothing but its own router knows more.
  public boolean mayCover(TraceRecord.Caller caller) {
    return callers().include(caller);
  }

  /// Those that it may be for.
  public Callers callers() {
    return new Callers(tenants, sessions, metadata);
  }

  /// @param salt makes the shares of different flips fall on different callers
  boolean covers(RequestFacts.Caller caller, Map<String, String> callerMetadata, String salt) {
    if (!tenants.isEmpty() && !tenants.contains(caller.tenant())) {
      return false;
    }
    if (!sessions.isEmpty()
        && (caller.sessionId() == null || !sessions.contains(caller.sessionId()))) {
      return false;
    }
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      if (!entry.getValue().equals(callerMetadata.get(entry.getKey()))) {
        return false;
      }
    }
    return percent == DEFAULT_PERCENT || StickyHash.bucket(salt, caller) < percent;
  }
}
