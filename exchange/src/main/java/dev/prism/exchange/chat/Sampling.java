package dev.prism.exchange.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the next token is drawn, and when to stop. Numbers are the JSON text that the client sent; null is
/// the client's silence.
///
/// @param maxTokens the most tokens of the answer, -1 when the client does not say
/// @param count     how many answers are wanted, usually 1
public record Sampling(
    long maxTokens,
    @Nullable String temperature,
    @Nullable String topP,
    @Nullable String topK,
    @Nullable String frequencyPenalty,
    @Nullable String presencePenalty,
    @Nullable String seed,
    List<String> stop,
    long count) {
  public static final Sampling DEFAULT = new Sampling(-1, null, null, null, null, null, null,
      List.of(), 1);

  public Sampling {
    stop = List.copyOf(stop);
  }
}
