package dev.prism.providers.openai;

import dev.prism.exchange.Cost;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonCursor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Reads `usage` of chat, Responses and embeddings into disjoint buckets. Prompt counts include what the
/// cache served and wrote, completion counts include reasoning; where a provider counts otherwise, its
/// total says so:
///
/// - total = prompt + completion + audio: the prompt count left audio out (Mistral);
/// - total above both: the completion count left reasoning out (xAI, Gemini's compatible endpoint);
/// - a part larger than its whole is cut to it (Azure's Grok reports more cached than prompt tokens).
final class UsageReader {
  /// Of xAI's ticks, 10 billion make a dollar.
  private static final int TICK_DECIMALS = 10;
  private static final int COST_DECIMALS = 12;
  private long prompt;
  private long completion;
  private long total;
  private long cached;
  private long written;
  private long reasoning;
  private long audioIn;
  private long audioOut;
  private boolean ownKey;
  private @Nullable Cost reported;
  private @Nullable Cost upstream;

  /// Reads the value that the cursor stands at and steps past it; false when it is no usage.
  boolean read(JsonCursor at) {
    if (at.kind() != '{') {
      at.skip();
      return false;
    }
    clear();
    boolean any = false;
    at.enter();
    while (at.nextMember()) {
      any |= member(at);
    }
    return any;
  }

  private void clear() {
    prompt = 0;
    completion = 0;
    total = 0;
    cached = 0;
    written = 0;
    reasoning = 0;
    audioIn = 0;
    audioOut = 0;
    ownKey = false;
    reported = null;
    upstream = null;
  }

  private boolean member(JsonCursor at) {
    if (at.named("prompt_tokens") || at.named("input_tokens")) {
      prompt = count(at);
    } else if (at.named("completion_tokens") || at.named("output_tokens")) {
      completion = count(at);
    } else if (at.named("total_tokens")) {
      total = count(at);
    } else {
      rest(at);
      return false;
    }
    return true;
  }

  private void rest(JsonCursor at) {
    if (at.named("prompt_tokens_details") || at.named("input_tokens_details")) {
      promptDetails(at);
    } else if (at.named("completion_tokens_details") || at.named("output_tokens_details")) {
      completionDetails(at);
    } else if (at.named("prompt_cache_hit_tokens") || at.named("cached_tokens")
        || at.named("num_cached_tokens")) {
      cached = Math.max(cached, count(at));
    } else if (at.named("reasoning_tokens")) {
      reasoning = Math.max(reasoning, count(at));
    } else if (at.named("is_byok")) {
      ownKey = at.isTrue();
    } else if (at.named("cost_in_usd_ticks")) {
      reported = dollars(at, TICK_DECIMALS);
    } else if (at.named("cost")) {
      cost(at);
    } else if (at.named("cost_details")) {
      costDetails(at);
    } else {
      at.skip();
    }
  }

  private void promptDetails(JsonCursor at) {
    if (!at.enter()) {
      return;
    }
    while (at.nextMember()) {
      if (at.named("cached_tokens")) {
        cached = Math.max(cached, count(at));
      } else if (at.named("cache_write_tokens")) {
        written = count(at);
      } else if (at.named("audio_tokens")) {
        audioIn = count(at);
      } else {
        at.skip();
      }
    }
  }

  private void completionDetails(JsonCursor at) {
    if (!at.enter()) {
      return;
    }
    while (at.nextMember()) {
      if (at.named("reasoning_tokens")) {
        reasoning = count(at);
      } else if (at.named("audio_tokens")) {
        audioOut = count(at);
      } else {
        at.skip();
      }
    }
  }

  /// A number of dollars, or an object with the sum.
  private void cost(JsonCursor at) {
    if (at.kind() != '{') {
      reported = dollars(at, 0);
      return;
    }
    at.enter();
    while (at.nextMember()) {
      if (at.named("total_cost")) {
        reported = dollars(at, 0);
      } else {
        at.skip();
      }
    }
  }

  private void costDetails(JsonCursor at) {
    if (!at.enter()) {
      return;
    }
    while (at.nextMember()) {
      if (at.named("upstream_inference_cost")) {
        upstream = dollars(at, 0);
      } else {
        at.skip();
      }
    }
  }

  private static @Nullable Cost dollars(JsonCursor at, int decimals) {
    if (at.kind() != '0') {
      at.skip();
      return null;
    }
    BigDecimal amount = new BigDecimal(at.raw()).movePointLeft(decimals);
    if (amount.signum() < 0 || amount.precision() - amount.scale() > 6) {
      return null;
    }
    return Cost.ofDollars(amount.setScale(COST_DECIMALS, RoundingMode.HALF_UP));
  }

  private static long count(JsonCursor at) {
    return Math.clamp(at.integer(0), 0, Integer.MAX_VALUE);
  }

  /// What was read last.
  ResponseEvent.Usage event() {
    return new ResponseEvent.Usage(buckets(), charged());
  }

  /// With a key of the operator's own at the upstream, OpenRouter's cost is only its fee.
  private @Nullable Cost charged() {
    if (!ownKey || reported == null) {
      return reported;
    }
    return upstream == null ? null : reported.plus(upstream);
  }

  private TokenUsage buckets() {
    long in = prompt;
    long out = completion;
    long extra = total - in - out;
    if (in == 0 && out == 0) {
      in = total;
    } else if (extra > 0 && extra == audioIn) {
      in += audioIn;
    } else if (extra > 0) {
      out += extra;
      reasoning = Math.max(reasoning, extra);
    }
    long read = Math.min(cached, in);
    long write = Math.min(written, in - read);
    long heard = Math.min(audioIn, in - read - write);
    long spoken = Math.min(audioOut, out);
    long thought = Math.min(reasoning, out - spoken);
    return new TokenUsage(in - read - write - heard, read, write, 0, out - spoken - thought,
        thought, heard, spoken);
  }
}
