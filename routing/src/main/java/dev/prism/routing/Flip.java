package dev.prism.routing;

import org.jspecify.annotations.Nullable;

/// A run-time override of a route for a scope: audited, revertible, and gone by itself at its expiry.
///
/// @param id              `flip-N`, N being the revision that made it
/// @param revision        that revision; the newer of two flips has the higher one
/// @param route           the route that it overrides
/// @param to              what it puts in force
/// @param scope           for whom
/// @param reason          why, in the author's words
/// @param author          who made it
/// @param incident        the incident that it contains, null for none
/// @param createdAtMillis since the epoch
/// @param expiresAtMillis since the epoch, 0 for never
/// @param inFlight        what became of the requests that were in flight
public record Flip(
    String id,
    long revision,
    String route,
    FlipTo to,
    Scope scope,
    String reason,
    String author,
    @Nullable String incident,
    long createdAtMillis,
    long expiresAtMillis,
    InFlight inFlight) {
  /// Requests in flight finish where they are, or are cut over.
  public enum InFlight {
    FINISH, CUT
  }

  boolean expired(long nowMillis) {
    return expiresAtMillis != 0 && nowMillis >= expiresAtMillis;
  }

  boolean covers(RequestFacts facts) {
    return scope.covers(facts.caller(), facts.metadata(), id);
  }
}
