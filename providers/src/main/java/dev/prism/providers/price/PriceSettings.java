package dev.prism.providers.price;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The section `prices` of the configuration.
///
/// @param file   the price list; `conf/prices.yaml` unless said
/// @param models the operator's own prices, by provider (its name in the configuration) and model
public record PriceSettings(
    @Nullable String file,
    @Nullable Map<String, Map<String, Model>> models) {
  public static final PriceSettings DEFAULT = new PriceSettings(null, null);

  public PriceSettings {
    file = file == null ? "conf/prices.yaml" : file;
    models = models == null ? Map.of() : Map.copyOf(models);
  }

  @Override
  public String file() {
    return Objects.requireNonNull(file);
  }

  @Override
  public Map<String, Map<String, Model>> models() {
    return Objects.requireNonNull(models);
  }

  /// The operator's price of one model, in US dollars per million tokens. What is left out costs what
  /// the class of token that it belongs to costs.
  ///
  /// @param input      of the prompt
  /// @param cacheRead  of the prompt, read from the provider's cache
  /// @param cacheWrite of the prompt, written to the provider's cache
  /// @param output     of the answer
  /// @param reasoning  of the answer, thought and not shown
  public record Model(
      @Nullable BigDecimal input,
      @Nullable BigDecimal cacheRead,
      @Nullable BigDecimal cacheWrite,
      @Nullable BigDecimal output,
      @Nullable BigDecimal reasoning) {
    public Model {
      new Price(known(input, cacheRead, cacheWrite, output, reasoning));
    }

    ModelPrice named(String id) {
      Price price = new Price(known(input, cacheRead, cacheWrite, output, reasoning));
      ModelPrice.Phase phase = new ModelPrice.Phase(ModelPrice.Phase.BEGINNING,
          List.of(new ModelPrice.Tier(0, price)));
      return new ModelPrice(id, List.of(), List.of(phase), null);
    }

    private static Map<TokenClass, BigDecimal> known(@Nullable BigDecimal input,
        @Nullable BigDecimal cacheRead, @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal output, @Nullable BigDecimal reasoning) {
      Map<TokenClass, BigDecimal> known = new EnumMap<>(TokenClass.class);
      put(known, TokenClass.INPUT, input);
      put(known, TokenClass.CACHE_READ, cacheRead);
      put(known, TokenClass.CACHE_WRITE, cacheWrite);
      put(known, TokenClass.OUTPUT, output);
      put(known, TokenClass.REASONING, reasoning);
      return known;
    }

    private static void put(Map<TokenClass, BigDecimal> known, TokenClass kind,
        @Nullable BigDecimal price) {
      if (price != null) {
        known.put(kind, price);
      }
    }
  }
}
