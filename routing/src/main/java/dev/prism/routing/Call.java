package dev.prism.routing;

/// One upstream call that a serving asks for. Compared by identity; hand it back with each report.
public final class Call {
  /// Why a call is made. `RESUME` goes on with an answer of which the client already has a part.
  public enum Reason {
    FIRST, RETRY, FAILOVER, HEDGE, RESUME
  }

  private final int index;
  private final Target target;
  private final Reason reason;
  private final long delayMillis;
  /// What the breaker gave for it, [Breaker#DENIED] once the breaker has heard how it ended.
  int permit = Breaker.DENIED;

  Call(int index, Target target, Reason reason, long delayMillis) {
    this.index = index;
    this.target = target;
    this.reason = reason;
    this.delayMillis = delayMillis;
  }

  /// The target's place in the line-up.
  int index() {
    return index;
  }

  public Target target() {
    return target;
  }

  public Reason reason() {
    return reason;
  }

  /// How long to wait before it is made, 0 for not at all.
  public long delayMillis() {
    return delayMillis;
  }

  @Override
  public String toString() {
    return reason + " " + target.name() + (delayMillis == 0 ? "" : " in " + delayMillis + " ms");
  }
}
