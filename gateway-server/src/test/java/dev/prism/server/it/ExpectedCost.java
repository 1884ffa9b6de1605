package dev.prism.server.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;
import tools.jackson.databind.JsonNode;

/// What an answer costs by `conf/prices.yaml`, worked out from the recording's own usage with decimals and
/// none of the gateway's code.
final class ExpectedCost {
  private static final Map<?, ?> FILE = load();

  private ExpectedCost() {}

  private static Map<?, ?> load() {
    try {
      String text = Files.readString(Path.of("..", "conf", "prices.yaml"));
      return (Map<?, ?>) new Load(
          LoadSettings.builder().setSchema(new FailsafeSchema()).setCodePointLimit(1 << 24).build())
          .loadFromString(text);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /// Dollars with six decimals, as the header has them; empty when nobody knows the price.
  ///
  /// @param kind  the preset or adapter
  /// @param usage in the OpenAI dialect, as it was recorded
  static Optional<String> of(String kind, String answered, String asked, JsonNode usage) {
    if (!usage.isObject()) {
      return Optional.empty();
    }
    BigDecimal reported = reported(usage);
    if (reported != null) {
      return Optional.of(header(reported));
    }
    Map<?, ?> price = find(kind, answered);
    price = price == null ? find(kind, asked) : price;
    return price == null ? Optional.empty() : cost(price, usage).map(ExpectedCost::header);
  }

  private static String header(BigDecimal dollars) {
    return dollars.setScale(6, RoundingMode.HALF_UP).toPlainString();
  }

  private static @Nullable BigDecimal reported(JsonNode usage) {
    if (usage.path("cost_in_usd_ticks").isNumber()) {
      return usage.path("cost_in_usd_ticks").decimalValue().movePointLeft(10);
    }
    JsonNode cost = usage.path("cost").isObject()
        ? usage.path("cost").path("total_cost")
        : usage.path("cost");
    if (!cost.isNumber()) {
      return null;
    }
    JsonNode upstream = usage.path("cost_details").path("upstream_inference_cost");
    return usage.path("is_byok").asBoolean(false)
        ? cost.decimalValue().add(upstream.decimalValue())
        : cost.decimalValue();
  }

  private static Optional<BigDecimal> cost(Map<?, ?> model, JsonNode usage) {
    long prompt = count(usage, "prompt_tokens", "input_tokens");
    long completion = count(usage, "completion_tokens", "output_tokens");
    long total = Math.max(usage.path("total_tokens").asLong(0), prompt + completion);
    JsonNode in = usage.has("prompt_tokens_details")
        ? usage.path("prompt_tokens_details")
        : usage.path("input_tokens_details");
    JsonNode out = usage.has("completion_tokens_details")
        ? usage.path("completion_tokens_details")
        : usage.path("output_tokens_details");
    long heard = in.path("audio_tokens").asLong(0);
    long more = total - prompt - completion;
    long thought = Math.max(out.path("reasoning_tokens").asLong(0),
        usage.path("reasoning_tokens").asLong(0));
    if (prompt == 0 && completion == 0) {
      prompt = total;
    } else if (more > 0 && more == heard) {
      prompt += heard;
    } else if (more > 0) {
      completion += more;
      thought = Math.max(thought, more);
    }
    long read = Math.min(prompt,
        Math.max(in.path("cached_tokens").asLong(0),
            Math.max(usage.path("prompt_cache_hit_tokens").asLong(0),
                Math.max(usage.path("cached_tokens").asLong(0),
                    usage.path("num_cached_tokens").asLong(0)))));
    long written = Math.min(prompt - read, in.path("cache_write_tokens").asLong(0));
    heard = Math.min(heard, prompt - read - written);
    long spoken = Math.min(completion, out.path("audio_tokens").asLong(0));
    thought = Math.min(thought, completion - spoken);
    Map<String, Long> tokens = new HashMap<>();
    tokens.put("input", prompt - read - written - heard);
    tokens.put("cache-read", read);
    tokens.put("cache-write", written);
    tokens.put("audio-input", heard);
    tokens.put("output", completion - thought - spoken);
    tokens.put("reasoning", thought);
    tokens.put("audio-output", spoken);
    return sum(tier(phase(model), prompt), tokens);
  }

  private static long count(JsonNode usage, String name, String other) {
    return usage.has(name) ? usage.path(name).asLong(0) : usage.path(other).asLong(0);
  }

  private static Map<?, ?> phase(Map<?, ?> model) {
    Map<?, ?> current = model;
    LocalDate latest = LocalDate.MIN;
    if (model.get("from") instanceof Map<?, ?> phases) {
      for (Map.Entry<?, ?> phase : phases.entrySet()) {
        LocalDate from = LocalDate.parse(phase.getKey().toString());
        if (!from.isAfter(LocalDate.now(ZoneOffset.UTC)) && from.isAfter(latest)) {
          latest = from;
          current = (Map<?, ?>) phase.getValue();
        }
      }
    }
    return current;
  }

  private static Map<?, ?> tier(Map<?, ?> phase, long prompt) {
    Map<?, ?> current = phase;
    long highest = -1;
    if (phase.get("above") instanceof Map<?, ?> tiers) {
      for (Map.Entry<?, ?> tier : tiers.entrySet()) {
        long above = Long.parseLong(tier.getKey().toString());
        if (prompt > above && above > highest) {
          highest = above;
          current = (Map<?, ?>) tier.getValue();
        }
      }
    }
    return current;
  }

  private static Optional<BigDecimal> sum(Map<?, ?> prices, Map<String, Long> tokens) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, Long> each : tokens.entrySet()) {
      if (each.getValue() == 0) {
        continue;
      }
      boolean out = List.of("output", "reasoning", "audio-output").contains(each.getKey());
      Object price = prices.get(each.getKey());
      price = price == null ? prices.get(out ? "output" : "input") : price;
      if (price == null) {
        return Optional.empty();
      }
      sum = sum.add(new BigDecimal(price.toString()).multiply(BigDecimal.valueOf(each.getValue())));
    }
    return Optional.of(sum.movePointLeft(6));
  }

  private static @Nullable Map<?, ?> find(String kind, String model) {
    if (model.isEmpty() || !(FILE.get(kind) instanceof Map<?, ?> section)) {
      return null;
    }
    Map<?, ?> found = section.get("models") instanceof Map<?, ?> models
        ? named(models, model)
        : null;
    if (found == null && section.get("same-as") instanceof List<?> others) {
      for (Object other : others) {
        found = found == null ? find(other.toString(), model) : found;
      }
    }
    return found;
  }

  private static @Nullable Map<?, ?> named(Map<?, ?> models, String model) {
    if (models.get(model) instanceof Map<?, ?> exact) {
      return exact;
    }
    Map<?, ?> best = null;
    int weight = -1;
    for (Object each : models.values()) {
      if (each instanceof Map<?, ?> price && price.get("match") instanceof List<?> names) {
        for (Object name : names) {
          int fixed = fixed(name.toString());
          if (fixed > weight && matches(name.toString(), model)) {
            weight = fixed;
            best = price;
          }
        }
      }
    }
    return best;
  }

  /// A full name counts more than any pattern.
  private static int fixed(String pattern) {
    int wild = (int) pattern.chars().filter(c -> c == '*' || c == '#').count();
    return wild == 0 ? Integer.MAX_VALUE : pattern.length() - wild;
  }

  private static boolean matches(String pattern, String model) {
    if (pattern.isEmpty()) {
      return model.isEmpty();
    }
    char c = pattern.charAt(0);
    if (c == '*') {
      return matches(pattern.substring(1), model)
          || (!model.isEmpty() && matches(pattern, model.substring(1)));
    }
    boolean fits = !model.isEmpty()
        && (c == model.charAt(0) || (c == '#' && Character.isDigit(model.charAt(0))));
    return fits && matches(pattern.substring(1), model.substring(1));
  }
}
