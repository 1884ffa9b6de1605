package dev.prism.providers.price;

import dev.prism.exchange.Cost;
import dev.prism.exchange.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What each class of token costs, in US dollars per million tokens as the file has it.
///
/// @param perMillion the prices that are known, none negative, none with more than six decimals
public record Price(Map<TokenClass, BigDecimal> perMillion) {
  private static final int DECIMALS = 6;

  public Price {
    Map<TokenClass, BigDecimal> known = new EnumMap<>(TokenClass.class);
    perMillion.forEach((kind, price) -> {
      if (price.signum() < 0 || price.stripTrailingZeros().scale() > DECIMALS) {
        throw new IllegalArgumentException("the price " + price + " of " + kind.key()
            + " must be a number of dollars per million tokens, 0 or more, with at most " + DECIMALS
            + " decimals");
      }
      known.put(kind, price);
    });
    perMillion = Collections.unmodifiableMap(known);
  }

  /// A price of a foreign table, whose doubles may carry dust.
  static BigDecimal rounded(BigDecimal price) {
    return price.setScale(DECIMALS, RoundingMode.HALF_UP);
  }

  /// The exact cost of `usage`.
  ///
  /// @return null when a class of token that was used has no price
  public @Nullable Cost of(TokenUsage usage) {
    long picoDollars = 0;
    for (TokenClass kind : TokenClass.values()) {
      long count = kind.count(usage);
      if (count > 0) {
        BigDecimal price = effective(kind);
        if (price == null) {
          return null;
        }
        long each = price.movePointRight(DECIMALS).longValueExact();
        picoDollars = Math.addExact(picoDollars, Math.multiplyExact(count, each));
      }
    }
    return new Cost(picoDollars);
  }

  /// The price of a class of token, or of the class that stands in for it; null when there is neither.
  @Nullable
  BigDecimal effective(TokenClass kind) {
    BigDecimal price = perMillion.get(kind);
    TokenClass otherwise = kind.otherwise();
    return price != null || otherwise == kind ? price : effective(otherwise);
  }
}
