package dev.prism.providers.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a price list in Prism's own format, one line for each model.
public final class PriceWriter {
  private final StringBuilder out = new StringBuilder();

  private PriceWriter() {}

  /// The list as YAML, which [PriceFile] reads to an equal list.
  public static String write(PriceBook book) {
    PriceWriter writer = new PriceWriter();
    book.providers().forEach(writer::provider);
    return writer.out.toString();
  }

  private void provider(String name, PriceBook.Section section) {
    out.append(name).append(":\n");
    if (section.source() != null) {
      out.append("  source: ").append(quoted(section.source())).append('\n');
    }
    if (!section.sameAs().isEmpty()) {
      out.append("  same-as: [").append(String.join(", ", section.sameAs())).append("]\n");
    }
    if (!section.models().isEmpty()) {
      out.append("  models:\n");
    }
    section.models().forEach(this::model);
  }

  private void model(ModelPrice model) {
    List<String> fields = new ArrayList<>();
    if (!model.matches().isEmpty()) {
      fields.add("match: ["
          + String.join(", ", model.matches().stream().map(PriceWriter::quoted).toList()) + "]");
    }
    phase(fields, model.phases().getFirst());
    if (model.phases().size() > 1) {
      List<String> later = new ArrayList<>();
      for (ModelPrice.Phase phase : model.phases().subList(1, model.phases().size())) {
        List<String> prices = new ArrayList<>();
        phase(prices, phase);
        later.add(quoted(phase.from().toString()) + ": " + map(prices));
      }
      fields.add("from: " + map(later));
    }
    note(fields, model.note());
    out.append("    ").append(quoted(model.id())).append(": ").append(map(fields)).append('\n');
  }

  private static void note(List<String> fields, @Nullable String note) {
    if (note != null) {
      fields.add("note: " + quoted(note));
    }
  }

  private static void phase(List<String> fields, ModelPrice.Phase phase) {
    price(fields, phase.tiers().getFirst().price());
    if (phase.tiers().size() > 1) {
      List<String> tiers = new ArrayList<>();
      for (ModelPrice.Tier tier : phase.tiers().subList(1, phase.tiers().size())) {
        List<String> prices = new ArrayList<>();
        price(prices, tier.price());
        tiers.add(tier.above() + ": " + map(prices));
      }
      fields.add("above: " + map(tiers));
    }
  }

  private static void price(List<String> fields, Price price) {
    for (Map.Entry<TokenClass, BigDecimal> entry : price.perMillion().entrySet()) {
      fields
          .add(entry.getKey().key() + ": " + entry.getValue().stripTrailingZeros().toPlainString());
    }
  }

  private static String map(List<String> fields) {
    return "{ " + String.join(", ", fields) + " }";
  }

  /// Plain where YAML reads it back as it stands.
  private static String quoted(String text) {
    boolean plain = !text.isEmpty() && Character.isLetter(text.charAt(0));
    for (int i = 0; plain && i < text.length(); i++) {
      char c = text.charAt(i);
      plain = c < 128
          && (Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '/' || c == '_');
    }
    return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
