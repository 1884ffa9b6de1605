package dev.prism.providers.price;

import dev.prism.exchange.TokenUsage;

/// A kind of token that has a price of its own, and what it costs where it has none: a token read from a
/// cache or written to one, or heard, costs what an input token costs, a token thought or spoken what an
/// output token costs.
public enum TokenClass {
  INPUT("input"), CACHE_READ("cache-read"), CACHE_WRITE("cache-write"), CACHE_WRITE_1H(
      "cache-write-1h"), OUTPUT("output"), REASONING(
          "reasoning"), AUDIO_INPUT("audio-input"), AUDIO_OUTPUT("audio-output");

  private final String key;

  TokenClass(String key) {
    this.key = key;
  }

  /// The name in a price file.
  public String key() {
    return key;
  }

  /// The class whose price holds when this one has none; itself where there is none.
  TokenClass otherwise() {
    return switch (this) {
      case CACHE_WRITE_1H -> CACHE_WRITE;
      case INPUT, CACHE_READ, CACHE_WRITE, AUDIO_INPUT -> INPUT;
      case OUTPUT, REASONING, AUDIO_OUTPUT -> OUTPUT;
    };
  }

  long count(TokenUsage usage) {
    return switch (this) {
      case INPUT -> usage.input();
      case CACHE_READ -> usage.cacheRead();
      case CACHE_WRITE -> usage.cacheWrite5m();
      case CACHE_WRITE_1H -> usage.cacheWrite1h();
      case OUTPUT -> usage.output();
      case REASONING -> usage.reasoning();
      case AUDIO_INPUT -> usage.audioInput();
      case AUDIO_OUTPUT -> usage.audioOutput();
    };
  }
}
