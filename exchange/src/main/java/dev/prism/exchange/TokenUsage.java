package dev.prism.exchange;

/// Token counts in disjoint buckets: no token is in two of them, so a price is a sum of products.
///
/// @param input        prompt tokens that no cache served, audio and image left out
/// @param cacheRead    prompt tokens read from the provider's cache
/// @param cacheWrite5m prompt tokens written to a cache that lives five minutes (or of unknown life)
/// @param cacheWrite1h prompt tokens written to a cache that lives an hour
/// @param output       completion tokens, reasoning and audio left out
/// @param reasoning    completion tokens that the model thought with
/// @param audioInput   prompt tokens of audio
/// @param audioOutput  completion tokens of audio
public record TokenUsage(
    long input,
    long cacheRead,
    long cacheWrite5m,
    long cacheWrite1h,
    long output,
    long reasoning,
    long audioInput,
    long audioOutput) {
  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0, 0, 0, 0);

  /// @throws IllegalArgumentException if a count is negative
  public TokenUsage {
    long least = Math.min(
        Math.min(Math.min(input, cacheRead), Math.min(cacheWrite5m, cacheWrite1h)),
        Math.min(Math.min(output, reasoning), Math.min(audioInput, audioOutput)));
    if (least < 0) {
      throw new IllegalArgumentException("a token count is negative: " + least);
    }
  }

  /// Text in and out, nothing cached.
  public static TokenUsage of(long input, long output) {
    return new TokenUsage(input, 0, 0, 0, output, 0, 0, 0);
  }

  /// All that went in, whatever the cache did.
  public long prompt() {
    return input + cacheRead + cacheWrite5m + cacheWrite1h + audioInput;
  }

  /// All that came out, thinking included.
  public long completion() {
    return output + reasoning + audioOutput;
  }

  public long total() {
    return prompt() + completion();
  }

  public TokenUsage plus(TokenUsage that) {
    return new TokenUsage(input + that.input, cacheRead + that.cacheRead,
        cacheWrite5m + that.cacheWrite5m, cacheWrite1h + that.cacheWrite1h, output + that.output,
        reasoning + that.reasoning, audioInput + that.audioInput, audioOutput + that.audioOutput);
  }
}
