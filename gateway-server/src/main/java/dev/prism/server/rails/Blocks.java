package dev.prism.server.rails;

import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.PolicyRefusal;
import dev.prism.scanners.Stage;
import dev.prism.scanners.Verdict;

/// What a client is told when a rail blocks: which rail, scanner and rule; never the text.
final class Blocks {
  private Blocks() {}

  static GatewayError error(Stage stage, Verdict.Block block) {
    return new PolicyRefusal(403, "content_blocked",
        "Blocked by the " + stage.label() + " rail " + block.rail() + " (scanner " + block.scanner()
            + ", rule " + block.rule() + ").");
  }

  /// A rail wants something changed where nothing can be changed.
  static GatewayError unchangeable(Stage stage) {
    return new PolicyRefusal(403, "content_blocked", "Blocked by the " + stage.label()
        + " rail: what it would take out is in no text that can be changed.");
  }
}
