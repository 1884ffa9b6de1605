package dev.prism.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A flip that someone asks for.
///
/// @param route     the route to override
/// @param to        what to put in force
/// @param scope     for whom
/// @param expiresIn null for never
/// @param inFlight  what becomes of the requests in flight
public record FlipRequest(
    String route,
    FlipTo to,
    Scope scope,
    @Nullable Duration expiresIn,
    Flip.InFlight inFlight) {
  public static final Scope DEFAULT_SCOPE = Scope.ALL;
  public static final Flip.InFlight DEFAULT_IN_FLIGHT = Flip.InFlight.FINISH;

  public FlipRequest {
    if (expiresIn != null && !expiresIn.isPositive()) {
      throw new IllegalArgumentException("expires-in must be above 0");
    }
  }

  /// For everyone, until it is reverted.
  public static FlipRequest of(String route, FlipTo to) {
    return new FlipRequest(route, to, Scope.ALL, null, Flip.InFlight.FINISH);
  }

  public FlipRequest within(Scope narrower) {
    return new FlipRequest(route, to, narrower, expiresIn, inFlight);
  }

  public FlipRequest expiring(Duration after) {
    return new FlipRequest(route, to, scope, after, inFlight);
  }

  public FlipRequest cutting() {
    return new FlipRequest(route, to, scope, expiresIn, Flip.InFlight.CUT);
  }
}
