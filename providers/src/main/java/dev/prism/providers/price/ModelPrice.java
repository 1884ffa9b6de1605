package dev.prism.providers.price;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The prices of one model, over time and by size of the prompt.
///
/// @param id      the model, as its provider names it
/// @param matches other names of it, as [NamePattern]s
/// @param phases  from when which prices hold, in order; the first from the beginning
/// @param note    why the figures differ from a public table, null when they do not
public record ModelPrice(
    String id,
    List<String> matches,
    List<Phase> phases,
    @Nullable String note) {
  public ModelPrice {
    matches = List.copyOf(matches);
    phases = phases.stream().sorted(Comparator.comparing(Phase::from)).toList();
    if (phases.isEmpty()) {
      throw new IllegalArgumentException("model " + id + " has no price");
    }
  }

  /// The prices that hold on `day`; those of the first phase before it.
  public Phase on(LocalDate day) {
    Phase current = phases.getFirst();
    for (Phase phase : phases) {
      if (!phase.from().isAfter(day)) {
        current = phase;
      }
    }
    return current;
  }

  /// Prices that hold from a day on.
  ///
  /// @param from  the first day, UTC
  /// @param tiers in order of size; the first is for prompts of any size
  public record Phase(LocalDate from, List<Tier> tiers) {
    /// The day before all days that matter.
    public static final LocalDate BEGINNING = LocalDate.EPOCH;

    public Phase {
      tiers = tiers.stream().sorted(Comparator.comparingLong(Tier::above)).toList();
      if (tiers.isEmpty() || tiers.getFirst().above() != 0) {
        throw new IllegalArgumentException("there is no price for a prompt of any size");
      }
    }

    /// The price of every token of an exchange whose prompt has so many: a tier is a cliff.
    public Price price(long promptTokens) {
      Price price = tiers.getFirst().price();
      for (Tier tier : tiers) {
        if (promptTokens > tier.above()) {
          price = tier.price();
        }
      }
      return price;
    }
  }

  /// A price for large prompts.
  ///
  /// @param above holds when the prompt has more tokens than this, cached ones included
  public record Tier(long above, Price price) {
    public Tier {
      if (above < 0) {
        throw new IllegalArgumentException("a tier begins below zero");
      }
    }
  }
}
