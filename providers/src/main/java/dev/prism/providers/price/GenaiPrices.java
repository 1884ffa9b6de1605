package dev.prism.providers.price;

import dev.prism.providers.YamlSection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The format of genai-prices, version 2: a list of providers; a model's prices are one object, or a list
/// of objects with constraints, of which the last active one holds. Prices for times of the day are left
/// out in favour of the one without a constraint or, where both have one, the later in the list.
final class GenaiPrices {
  private static final Map<String, String> NAMES = Map.ofEntries(
      Map.entry("anthropic", "anthropic"), Map.entry("aws", "bedrock"), Map.entry("azure", "azure"),
      Map.entry("cerebras", "cerebras"), Map.entry("cohere", "cohere"),
      Map.entry("deepseek", "deepseek"), Map.entry("fireworks", "fireworks"),
      Map.entry("google", "gemini"), Map.entry("groq", "groq"), Map.entry("mistral", "mistral"),
      Map.entry("openai", "openai"), Map.entry("openrouter", "openrouter"),
      Map.entry("perplexity", "perplexity"), Map.entry("together", "together"),
      Map.entry("x-ai", "xai"));
  private static final String HUGGING_FACE = "huggingface_";
  private static final Map<TokenClass, String> KEYS = keys();

  private GenaiPrices() {}

  private static Map<TokenClass, String> keys() {
    Map<TokenClass, String> keys = new EnumMap<>(TokenClass.class);
    keys.put(TokenClass.INPUT, "input_mtok");
    keys.put(TokenClass.CACHE_READ, "cache_read_mtok");
    keys.put(TokenClass.CACHE_WRITE, "cache_write_mtok");
    keys.put(TokenClass.CACHE_WRITE_1H, "cache_write_1h_mtok");
    keys.put(TokenClass.OUTPUT, "output_mtok");
    keys.put(TokenClass.REASONING, "output_reasoning_mtok");
    keys.put(TokenClass.AUDIO_INPUT, "input_audio_mtok");
    keys.put(TokenClass.AUDIO_OUTPUT, "output_audio_mtok");
    return keys;
  }

  static PriceBook read(String label, List<YamlSection> providers) {
    Map<String, PriceBook.Section> sections = new TreeMap<>();
    List<ModelPrice> routed = new ArrayList<>();
    for (YamlSection provider : providers) {
      String id = String.valueOf(provider.text("id"));
      if (id.startsWith(HUGGING_FACE)) {
        routed.addAll(models(provider, ":" + id.substring(HUGGING_FACE.length())));
      } else if (NAMES.containsKey(id)) {
        String name = NAMES.getOrDefault(id, id);
        sections.put(name, new PriceBook.Section(label, List.of(), models(provider, "")));
      }
    }
    if (!routed.isEmpty()) {
      sections.put("huggingface", new PriceBook.Section(label, List.of(), routed));
    }
    return new PriceBook(sections);
  }

  private static List<ModelPrice> models(YamlSection provider, String suffix) {
    List<ModelPrice> models = new ArrayList<>();
    for (YamlSection model : provider.sections("models")) {
      String id = String.valueOf(model.text("id"));
      List<ModelPrice.Phase> phases = phases(model);
      if (!phases.isEmpty()) {
        List<String> matches = new ArrayList<>();
        matches(model.section("match"), suffix, matches);
        matches.remove(id + suffix);
        models.add(new ModelPrice(id + suffix, matches.stream().distinct().toList(), phases, null));
      }
    }
    return models;
  }

  private static List<ModelPrice.Phase> phases(YamlSection model) {
    Map<LocalDate, ModelPrice.Phase> phases = new TreeMap<>();
    List<YamlSection> listed = model.isList("prices") ? model.sections("prices") : List.of();
    for (YamlSection entry : listed) {
      String day = entry.section("constraint").text("start_date");
      LocalDate from = day == null ? ModelPrice.Phase.BEGINNING : LocalDate.parse(day);
      phases.put(from, phase(from, entry.section("prices")));
    }
    if (listed.isEmpty()) {
      YamlSection prices = model.section("prices");
      if (!prices.keys().isEmpty()) {
        phases.put(ModelPrice.Phase.BEGINNING, phase(ModelPrice.Phase.BEGINNING, prices));
      }
    }
    return List.copyOf(phases.values());
  }

  /// A price is a number, or a base and tiers; sizes are gathered over all classes of token.
  private static ModelPrice.Phase phase(LocalDate from, YamlSection prices) {
    Map<Long, Map<TokenClass, BigDecimal>> tiers = new TreeMap<>();
    Map<TokenClass, BigDecimal> base = new EnumMap<>(TokenClass.class);
    KEYS.forEach((kind, key) -> {
      if (!prices.isSection(key)) {
        put(base, kind, prices.number(key));
        return;
      }
      put(base, kind, prices.section(key).number("base"));
      for (YamlSection tier : prices.section(key).sections("tiers")) {
        long start = Long.parseLong(String.valueOf(tier.text("start")));
        put(tiers.computeIfAbsent(start, _ -> new EnumMap<>(TokenClass.class)), kind,
            tier.number("price"));
      }
    });
    List<ModelPrice.Tier> all = new ArrayList<>();
    all.add(new ModelPrice.Tier(0, new Price(base)));
    tiers.forEach((start, prices2) -> {
      Map<TokenClass, BigDecimal> merged = new LinkedHashMap<>(base);
      merged.putAll(prices2);
      all.add(new ModelPrice.Tier(start, new Price(merged)));
    });
    return new ModelPrice.Phase(from, all);
  }

  private static void put(Map<TokenClass, BigDecimal> prices, TokenClass kind,
      @Nullable BigDecimal price) {
    if (price != null) {
      prices.put(kind, Price.rounded(price));
    }
  }

  private static void matches(YamlSection match, String suffix, List<String> patterns) {
    for (String rule : match.keys()) {
      switch (rule) {
        case "or" -> match.sections("or").forEach(part -> matches(part, suffix, patterns));
        case "equals" -> patterns.add(match.text(rule) + suffix);
        case "starts_with" -> patterns.add(match.text(rule) + "*" + suffix);
        case "ends_with" -> patterns.add("*" + match.text(rule) + suffix);
        case "contains" -> patterns.add("*" + match.text(rule) + "*" + suffix);
        case "regex" -> patterns.add(dated(String.valueOf(match.text(rule))) + suffix);
        default -> throw new IllegalArgumentException(
            match.path() + "." + rule + " is a rule that is not known");
      }
    }
  }

  /// The expressions that the table uses are names with digits in them.
  private static String dated(String regex) {
    String plain = regex.replace("\\d{4}", "####")
        .replace("\\d{8}", "########")
        .replace("\\d{2}", "##")
        .replace("\\d", "#")
        .replace("\\.", ".");
    String open = plain.startsWith("^") ? plain.substring(1) : "*" + plain;
    return open.endsWith("$") ? open.substring(0, open.length() - 1) : open + "*";
  }
}
