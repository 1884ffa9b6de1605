package dev.prism.providers.price;

import dev.prism.exchange.Cost;
import dev.prism.exchange.TokenUsage;
import dev.prism.providers.Provider;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What an answer costs. Immutable, but for the names that it has looked up before; safe for all threads.
///
/// The operator's own prices come first, then the list's: the model that the provider reported, then the
/// one that was asked for. Where a provider reports the cost itself (OpenRouter, xAI, Perplexity), that
/// is the better figure, since it knows the surcharges; see
/// [dev.prism.exchange.ResponseEvent.Usage#reported]. No price is ever guessed.
public final class PriceTable {
  /// A table without a price.
  public static final PriceTable EMPTY = new PriceTable(new PriceBook(Map.of()),
      PriceSettings.DEFAULT);
  /// Model names come from outside, so that not every one is remembered.
  private static final int REMEMBERED = 4096;

  private final Map<String, Models> own = new HashMap<>();
  private final Map<String, Models> listed = new HashMap<>();
  private final Map<Name, Optional<ModelPrice>> known = new ConcurrentHashMap<>();

  private record Name(String provider, String kind, String model) {}

  /// @param book     the list
  /// @param settings the operator's own prices; its file is not read here
  public PriceTable(PriceBook book, PriceSettings settings) {
    settings.models().forEach((provider, models) -> {
      List<ModelPrice> prices = new ArrayList<>();
      models.forEach((id, model) -> prices.add(model.named(id)));
      own.put(provider, new Models(prices, List.of()));
    });
    book.providers()
        .forEach(
            (name, section) -> listed.put(name, new Models(section.models(), section.sameAs())));
  }

  /// What `usage` costs at `provider` on `day`.
  ///
  /// @param answered the model that the provider reported, empty when it did not
  /// @param asked    the model that was asked of it
  /// @param day      the day in UTC
  /// @return null when no price is known for a token that was used
  public @Nullable Cost cost(Provider provider, String answered, String asked, TokenUsage usage,
      LocalDate day) {
    ModelPrice price = price(provider.name(), provider.kind(), answered);
    if (price == null) {
      price = price(provider.name(), provider.kind(), asked);
    }
    if (price == null) {
      return null;
    }
    try {
      return price.on(day).price(usage.prompt()).of(usage);
    } catch (ArithmeticException beyondRange) {
      return null;
    }
  }

  /// The prices of `model` at the provider `name` of this kind, null when none is known.
  public @Nullable ModelPrice price(String name, String kind, String model) {
    if (model.isEmpty()) {
      return null;
    }
    Name key = new Name(name, kind, model);
    Optional<ModelPrice> found = known.get(key);
    if (found == null) {
      found = Optional.ofNullable(find(name, kind, model));
      if (known.size() < REMEMBERED) {
        known.put(key, found);
      }
    }
    return found.orElse(null);
  }

  private @Nullable ModelPrice find(String name, String kind, String model) {
    Models mine = own.get(name);
    ModelPrice price = mine == null ? null : mine.find(model);
    return price == null ? listed(kind, model) : price;
  }

  private @Nullable ModelPrice listed(String kind, String model) {
    Models models = listed.get(kind);
    if (models == null) {
      return null;
    }
    ModelPrice price = models.find(model);
    for (int i = 0; price == null && i < models.sameAs.size(); i++) {
      Models others = listed.get(models.sameAs.get(i));
      price = others == null ? null : others.find(model);
    }
    return price;
  }

  /// The models of one provider, by name and by pattern, the pattern that fixes most first.
  private static final class Models {
    private final Map<String, ModelPrice> exact = new HashMap<>();
    private final List<Map.Entry<NamePattern, ModelPrice>> patterns = new ArrayList<>();
    private final List<String> sameAs;

    Models(List<ModelPrice> models, List<String> sameAs) {
      this.sameAs = sameAs;
      for (ModelPrice model : models) {
        for (String match : model.matches()) {
          NamePattern pattern = new NamePattern(match);
          if (pattern.isExact()) {
            exact.putIfAbsent(match, model);
          } else {
            patterns.add(Map.entry(pattern, model));
          }
        }
      }
      models.forEach(model -> exact.put(model.id(), model));
      patterns.sort(Comparator.comparingInt(entry -> -entry.getKey().weight()));
    }

    @Nullable
    ModelPrice find(String model) {
      ModelPrice named = exact.get(model);
      if (named != null) {
        return named;
      }
      for (Map.Entry<NamePattern, ModelPrice> entry : patterns) {
        if (entry.getKey().matches(model)) {
          return entry.getValue();
        }
      }
      return null;
    }
  }
}
