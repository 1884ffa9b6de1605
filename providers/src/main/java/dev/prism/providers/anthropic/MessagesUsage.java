package dev.prism.providers.anthropic;

import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonWriter;

/// Token counts of the Anthropic dialect. `input_tokens` leaves out what caches served and took;
/// `output_tokens` includes thoughts. Counts of a later event replace earlier ones, and what it leaves out
/// stays: only the first says how long the cache lives.
final class MessagesUsage {
  private long input;
  private long read;
  private long written;
  private long written1h;
  private long output;
  private long thought;
  private long compactedIn;
  private long compactedOut;
  private boolean known;

  void read(JsonFields usage) {
    if (usage.names().isEmpty()) {
      return;
    }
    known = true;
    input = count(usage, "input_tokens", input);
    read = count(usage, "cache_read_input_tokens", read);
    written = count(usage, "cache_creation_input_tokens", written);
    output = count(usage, "output_tokens", output);
    thought = count(usage.object("output_tokens_details"), "thinking_tokens", thought);
    written1h = count(usage.object("cache_creation"), "ephemeral_1h_input_tokens", written1h);
    iterations(usage);
  }

  /// With compaction the counts at the top leave the compaction itself out.
  private void iterations(JsonFields usage) {
    if (!usage.has("iterations")) {
      return;
    }
    compactedIn = 0;
    compactedOut = 0;
    for (JsonFields iteration : usage.objects("iterations")) {
      if (iteration.text("type").equals("compaction")) {
        compactedIn += count(iteration, "input_tokens", 0);
        compactedOut += count(iteration, "output_tokens", 0);
      }
    }
  }

  private static long count(JsonFields usage, String name, long otherwise) {
    return Math.clamp(usage.integer(name, otherwise), 0, Integer.MAX_VALUE);
  }

  boolean known() {
    return known;
  }

  TokenUsage buckets() {
    long long1h = Math.min(written1h, written);
    long reasoning = Math.min(thought, output);
    return new TokenUsage(input + compactedIn, read, written - long1h, long1h,
        output + compactedOut - reasoning, reasoning, 0, 0);
  }

  /// Writes the member `usage`.
  static void write(TokenUsage usage, JsonWriter out) {
    out.object("usage")
        .number("input_tokens", usage.input() + usage.audioInput())
        .number("cache_creation_input_tokens", usage.cacheWrite5m() + usage.cacheWrite1h())
        .number("cache_read_input_tokens", usage.cacheRead())
        .object("cache_creation")
        .number("ephemeral_5m_input_tokens", usage.cacheWrite5m())
        .number("ephemeral_1h_input_tokens", usage.cacheWrite1h())
        .endObject()
        .number("output_tokens", usage.completion())
        .text("service_tier", "standard")
        .endObject();
  }
}
