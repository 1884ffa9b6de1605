package dev.prism.routing;

import dev.prism.routing.ChangeResult.Refused;
import dev.prism.routing.ChangeResult.Why;

/// An edit cannot be made.
final class ChangeRefused extends Exception {
  private static final long serialVersionUID = 1;

  private final Why why;

  ChangeRefused(Why why, String message) {
    super(message, null, false, false);
    this.why = why;
  }

  Refused result() {
    return new Refused(why, String.valueOf(getMessage()));
  }
}
