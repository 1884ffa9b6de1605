package dev.prism.routing;

/// How a strategy's list of targets is put in order, best first. Affinity, where a route has it, comes
/// before.
public sealed interface Selector {
  /// As they are written.
  record InOrder() implements Selector {}

  /// By chance, in proportion to the targets' weights.
  record Weighted() implements Selector {}

  /// The quicker of two chosen by chance comes first (power of two choices), then the others; quick is
  /// the moving average of the time to first token times the calls in flight.
  record LeastLatency() implements Selector {}

  /// By the price of this request: its estimated prompt, and as many tokens of answer as `output-tokens`.
  ///
  /// @param outputTokens how many tokens of answer are reckoned with
  record Cheapest(int outputTokens) implements Selector {
    public static final int DEFAULT_OUTPUT_TOKENS = 500;

    public Cheapest {
      if (outputTokens < 0) {
        throw new IllegalArgumentException("output-tokens must not be negative");
      }
    }
  }
}
