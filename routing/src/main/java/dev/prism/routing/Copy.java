package dev.prism.routing;

import dev.prism.exchange.Cost;
import org.jspecify.annotations.Nullable;

/// A copy of a request that is to be made, with its place taken. Who makes it must say when it has
/// ended, once, on any thread.
public final class Copy {
  private final CopyStrategy strategy;
  private final Target target;
  private final CopyGate gate;
  private boolean done;

  Copy(CopyStrategy strategy, Target target, CopyGate gate) {
    this.strategy = strategy;
    this.target = target;
    this.gate = gate;
  }

  public Target target() {
    return target;
  }

  /// `shadow` or `mirror`.
  public String label() {
    return keepsAnswer() ? "shadow" : "mirror";
  }

  /// Whether the answer is kept and scored, or drained and dropped.
  public boolean keepsAnswer() {
    return strategy.keepsAnswer();
  }

  /// It has ended, or was never made. Saying so again changes nothing.
  ///
  /// @param cost what it cost, null when unknown
  public synchronized void done(@Nullable Cost cost) {
    if (!done) {
      done = true;
      gate.leave(cost);
    }
  }
}
