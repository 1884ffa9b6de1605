package dev.prism.providers.price;

import dev.prism.providers.YamlSection;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads a price list in Prism's own format, which `conf/prices.yaml` explains at its head.
public final class PriceFile {
  private static final Set<String> PROVIDER_KEYS = Set.of("source", "same-as", "models");
  private static final Set<String> PRICE_KEYS = priceKeys();
  private static final Set<String> MODEL_KEYS = with(PRICE_KEYS, "match", "note", "above", "from");
  private static final Set<String> PHASE_KEYS = with(PRICE_KEYS, "above");

  private PriceFile() {}

  /// Reads the list at `file`.
  ///
  /// @throws IllegalArgumentException with a sentence that says where, if it is no price list
  public static PriceBook read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    }
  }

  /// Reads a list; the stream stays open.
  ///
  /// @param label how complaints name it
  /// @throws IllegalArgumentException with a sentence that says where, if it is no price list
  public static PriceBook read(String label, InputStream in) {
    YamlSection file = YamlSection.read(label, in);
    Map<String, PriceBook.Section> providers = new LinkedHashMap<>();
    for (String name : file.keys()) {
      providers.put(name, provider(file.section(name)));
    }
    return new PriceBook(providers);
  }

  private static PriceBook.Section provider(YamlSection section) {
    section.allow(PROVIDER_KEYS);
    YamlSection listed = section.section("models");
    List<ModelPrice> models = new ArrayList<>();
    for (String id : listed.keys()) {
      models.add(model(id, listed.section(id)));
    }
    return new PriceBook.Section(section.text("source"), section.texts("same-as"), models);
  }

  private static ModelPrice model(String id, YamlSection section) {
    section.allow(MODEL_KEYS);
    List<ModelPrice.Phase> phases = new ArrayList<>();
    phases.add(phase(ModelPrice.Phase.BEGINNING, section));
    YamlSection later = section.section("from");
    for (String day : later.keys()) {
      YamlSection phase = later.section(day);
      phase.allow(PHASE_KEYS);
      phases.add(phase(day(day, later), phase));
    }
    return new ModelPrice(id, section.texts("match"), phases, section.text("note"));
  }

  private static ModelPrice.Phase phase(LocalDate from, YamlSection section) {
    List<ModelPrice.Tier> tiers = new ArrayList<>();
    tiers.add(new ModelPrice.Tier(0, price(section)));
    YamlSection above = section.section("above");
    for (String size : above.keys()) {
      YamlSection tier = above.section(size);
      tier.allow(PRICE_KEYS);
      tiers.add(new ModelPrice.Tier(size(size, above), price(tier)));
    }
    return new ModelPrice.Phase(from, tiers);
  }

  private static Price price(YamlSection section) {
    Map<TokenClass, BigDecimal> prices = new EnumMap<>(TokenClass.class);
    for (TokenClass kind : TokenClass.values()) {
      BigDecimal price = section.number(kind.key());
      if (price != null) {
        prices.put(kind, price);
      }
    }
    try {
      return new Price(prices);
    } catch (IllegalArgumentException problem) {
      throw new IllegalArgumentException(section.path() + ": " + problem.getMessage(), problem);
    }
  }

  private static LocalDate day(String text, YamlSection in) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException problem) {
      throw new IllegalArgumentException(in.path() + "." + text + " must be a day like 2026-09-01",
          problem);
    }
  }

  private static long size(String text, YamlSection in) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException problem) {
      throw new IllegalArgumentException(
          in.path() + "." + text + " must be a number of prompt tokens", problem);
    }
  }

  private static Set<String> priceKeys() {
    Set<String> keys = new TreeSet<>();
    for (TokenClass kind : TokenClass.values()) {
      keys.add(kind.key());
    }
    return keys;
  }

  private static Set<String> with(Set<String> keys, String... more) {
    Set<String> all = new TreeSet<>(keys);
    all.addAll(List.of(more));
    return all;
  }
}
