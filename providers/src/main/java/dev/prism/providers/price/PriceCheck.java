package dev.prism.providers.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares a price list with a public table, model by model, for the models that both have under the
/// same name.
///
/// @param compared    how many models both have
/// @param differences where they differ
public record PriceCheck(int compared, List<Difference> differences) {
  public PriceCheck {
    differences = List.copyOf(differences);
  }

  /// A price that differs.
  ///
  /// @param above which tier, by the size of prompt above which it holds; 0 for any size
  /// @param ours  US dollars per million tokens, null when we have none
  /// @param note  why, in the words of our list; null when nothing explains it
  public record Difference(
      String provider,
      String model,
      TokenClass kind,
      long above,
      @Nullable BigDecimal ours,
      BigDecimal theirs,
      @Nullable String note) {
    /// One line for a person.
    public String line() {
      String where = provider + " " + model + " " + kind.key()
          + (above > 0 ? " above " + above : "");
      String what = (ours == null ? "none" : ours.toPlainString()) + ", theirs "
          + theirs.toPlainString();
      return where + ": ours " + what + (note == null ? "" : " (" + note + ")");
    }
  }

  /// True when a difference has no explanation.
  public boolean failed() {
    return differences.stream().anyMatch(difference -> difference.note() == null);
  }

  /// Compares the prices that hold on `day`.
  public static PriceCheck compare(PriceBook ours, PriceBook theirs, LocalDate day) {
    List<Difference> differences = new ArrayList<>();
    int compared = 0;
    for (Map.Entry<String, PriceBook.Section> provider : ours.providers().entrySet()) {
      PriceBook.Section other = theirs.providers().get(provider.getKey());
      if (other == null) {
        continue;
      }
      Map<String, ModelPrice> byId = new HashMap<>();
      other.models().forEach(model -> byId.put(model.id(), model));
      for (ModelPrice model : provider.getValue().models()) {
        ModelPrice twin = byId.get(model.id());
        if (twin != null) {
          compared++;
          compare(provider.getKey(), model, twin, day, differences);
        }
      }
    }
    return new PriceCheck(compared, differences);
  }

  private static void compare(String provider, ModelPrice ours, ModelPrice theirs, LocalDate day,
      List<Difference> differences) {
    ModelPrice.Phase mine = ours.on(day);
    ModelPrice.Phase other = theirs.on(day);
    Set<Long> sizes = new TreeSet<>();
    mine.tiers().forEach(tier -> sizes.add(tier.above()));
    other.tiers().forEach(tier -> sizes.add(tier.above()));
    for (long above : sizes) {
      for (TokenClass kind : TokenClass.values()) {
        Price price = mine.price(above + 1);
        BigDecimal our = price.effective(kind);
        BigDecimal their = other.price(above + 1).perMillion().get(kind);
        if (their != null && differ(price.perMillion().get(kind), our, their)) {
          differences
              .add(new Difference(provider, ours.id(), kind, above, our, their, ours.note()));
        }
      }
    }
  }

  /// Tables write 0 for a class of token that a model does not have.
  private static boolean differ(@Nullable BigDecimal own, @Nullable BigDecimal effective,
      BigDecimal their) {
    boolean absent = own == null && their.signum() == 0;
    return !absent && (effective == null || effective.compareTo(their) != 0);
  }
}
