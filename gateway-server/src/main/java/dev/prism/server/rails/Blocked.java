package dev.prism.server.rails;

import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.PolicyRefusal;
import dev.prism.scanners.Stage;
import dev.prism.scanners.Verdict;
import java.util.Set;

/// A rail blocks.
///
/// @param error     what the client is told: which rail, scanner and rule; never the text
/// @param isPrivate whether the text is what must not be seen, and so stays out of the trace too; an
///                  attack or a wrong answer is kept, for whoever has to learn from it
public record Blocked(GatewayError error, boolean isPrivate) {
  private static final Set<String> LEARNED_FROM = Set.of("jailbreak", "code_injection",
      "groundedness", "topic_restriction", "language", "malicious_url", "invisible_char");

  static Blocked by(Stage stage, Verdict.Block block) {
    String rail = block.rail().isEmpty() ? "" : " " + block.rail();
    return new Blocked(
        new PolicyRefusal(403, "content_blocked", "Blocked by the " + stage.label() + " rail" + rail
            + " (scanner " + block.scanner() + ", rule " + block.rule() + ")."),
        !LEARNED_FROM.contains(block.scanner()));
  }

  /// A rail wants something changed where nothing can be changed.
  static Blocked unchangeable(Stage stage) {
    return new Blocked(new PolicyRefusal(403, "content_blocked", "Blocked by the " + stage.label()
        + " rail: what it would take out stands where nothing can be changed."), true);
  }
}
