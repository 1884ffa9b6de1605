package dev.prism.providers.price;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A price list as it was read: providers in order, each with its models.
///
/// @param providers by the name of the preset or adapter
public record PriceBook(Map<String, Section> providers) {
  public PriceBook {
    providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
  }

  /// The prices of one provider.
  ///
  /// @param source where the figures are from, and when they were taken
  /// @param sameAs providers whose prices hold for models that are not listed here
  /// @param models in the order of the file
  public record Section(@Nullable String source, List<String> sameAs, List<ModelPrice> models) {
    public Section {
      sameAs = List.copyOf(sameAs);
      models = List.copyOf(models);
    }
  }
}
