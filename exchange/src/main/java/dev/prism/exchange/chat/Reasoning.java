package dev.prism.exchange.chat;

import org.jspecify.annotations.Nullable;

/// How much a model should think before it answers.
///
/// @param effort       `none`, `minimal`, `low`, `medium`, `high`, `xhigh`, `max`, or `ANY`; null when the
///                     client gives no effort
/// @param budgetTokens the most tokens to think with, 0 when the client gives no budget
public record Reasoning(@Nullable String effort, long budgetTokens) {
  /// The client does not say.
  public static final Reasoning DEFAULT = new Reasoning(null, 0);

  /// Thinking is wanted, as much as the model finds good.
  public static final String ANY = "any";

  public boolean wanted() {
    return budgetTokens > 0 || (effort != null && !effort.equals("none"));
  }

  public boolean unwanted() {
    return "none".equals(effort);
  }

  /// A budget in tokens: the one that was given, else a usual one for the effort.
  public long budget() {
    if (budgetTokens > 0 || effort == null) {
      return budgetTokens;
    }
    return switch (effort) {
      case "minimal" -> 1024;
      case "low" -> 2048;
      case "medium", ANY -> 8192;
      case "high" -> 16_384;
      case "xhigh", "max" -> 32_768;
      default -> 0;
    };
  }

  /// An effort: the one that was given, else a usual one for the budget; null without either.
  public @Nullable String level() {
    if (effort != null || budgetTokens == 0) {
      return ANY.equals(effort) ? "medium" : effort;
    }
    return budgetTokens <= 2048 ? "low" : budgetTokens <= 8192 ? "medium" : "high";
  }
}
