package dev.prism.providers.price;

import dev.prism.providers.YamlSection;
import java.io.InputStream;
import java.util.List;

/// Reads a public price table, whichever of the known formats it is in: genai-prices (version 2),
/// models.dev (one JSON of all providers), LiteLLM.
public final class PriceImport {
  private PriceImport() {}

  /// Reads a table of the providers that Prism knows; the stream stays open.
  ///
  /// @param label how complaints name it
  /// @throws IllegalArgumentException with a sentence, if the format is none of the three
  public static PriceBook read(String label, InputStream in) {
    List<YamlSection> documents = YamlSection.readAny(label, in);
    if (documents.size() > 1 || documents.getFirst().keys().contains("api_pattern")) {
      return GenaiPrices.read(label, documents);
    }
    YamlSection root = documents.getFirst();
    for (String key : root.keys()) {
      if (root.section(key).keys().contains("models")) {
        return ModelsDev.read(label, root);
      }
      if (root.section(key).keys().contains("litellm_provider")) {
        return LiteLlm.read(label, root);
      }
    }
    throw new IllegalArgumentException(
        label + " is no price table of genai-prices, models.dev or LiteLLM");
  }
}
