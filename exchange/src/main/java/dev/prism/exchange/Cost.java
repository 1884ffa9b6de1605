package dev.prism.exchange;

import java.math.BigDecimal;

/// An exact amount of US dollars, counted in pico-dollars (1e-12): a price per million tokens with six
/// decimals is a whole number of them per token. Ranges to about nine million dollars.
///
/// @param picoDollars the amount, never negative
public record Cost(long picoDollars) {
  public static final Cost ZERO = new Cost(0);
  private static final int SCALE = 12;
  /// Pico-dollars in a micro-dollar, and these in a dollar.
  private static final long MICRO = 1_000_000;

  public Cost {
    if (picoDollars < 0) {
      throw new IllegalArgumentException("a cost is negative: " + picoDollars);
    }
  }

  /// The cost of so many dollars.
  ///
  /// @throws ArithmeticException if the amount has more than twelve decimals or is out of range
  public static Cost ofDollars(BigDecimal dollars) {
    return new Cost(dollars.movePointRight(SCALE).longValueExact());
  }

  /// Both together.
  ///
  /// @throws ArithmeticException if the sum is out of range
  public Cost plus(Cost that) {
    return new Cost(Math.addExact(picoDollars, that.picoDollars));
  }

  public BigDecimal dollars() {
    return BigDecimal.valueOf(picoDollars, SCALE);
  }

  /// US dollars with six decimals, half up: the form of `x-prism-cost`.
  public String header() {
    long micro = picoDollars / MICRO + (picoDollars % MICRO >= MICRO / 2 ? 1 : 0);
    String fraction = Long.toString(MICRO + micro % MICRO);
    return micro / MICRO + "." + fraction.substring(1);
  }
}
