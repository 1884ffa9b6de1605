package dev.prism.providers.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/// The list that ships, and the public formats.
class PriceListTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);

  @Test
  void everySectionOfTheListSaysWhereItsFiguresAreFrom() throws IOException {
    PriceBook list = list();
    assertThat(list.providers()).containsKeys("openai", "azure", "anthropic", "gemini", "vertex",
        "bedrock", "cohere", "mistral", "groq", "together", "fireworks", "deepseek", "xai",
        "perplexity", "cerebras", "huggingface", "simulated");
    list.providers().forEach((name, section) -> assertThat(section.source()).as(name).isNotBlank());
    assertThat(list.providers().keySet()).containsAll(
        list.providers().values().stream().flatMap(section -> section.sameAs().stream()).toList());
  }

  @Test
  void theListAgreesWithBothPublicTablesOrSaysWhyNot() throws IOException {
    for (String table : new String[]{"genai-prices/data.json",
        "models.dev/catalog.resolved.json"}) {
      Path file = Path.of(System.getProperty("prism.shared", "shared"), "data", "prices")
          .resolve(table);
      assumeTrue(Files.exists(file), "skipped: no table at " + file);
      try (InputStream in = Files.newInputStream(file)) {
        PriceCheck check = PriceCheck.compare(list(), PriceImport.read(table, in), DAY);
        System.out.println(table + ": compared " + check.compared() + ", explained differences "
            + check.differences().size());
        assertThat(check.differences()).filteredOn(difference -> difference.note() == null)
            .isEmpty();
        assertThat(check.compared()).isGreaterThan(200);
      }
    }
  }

  @Test
  void genaiPricesAreReadWithTiersDaysAndPatterns() {
    PriceBook book = read("""
        [{"id":"openai","api_pattern":"x","models":[{"id":"m","match":{"or":[{"equals":"m-1"},
        {"starts_with":"m-"},{"regex":"^m-\\\\d{4}$"}]},"prices":[{"prices":{"input_mtok":{"base":1,
        "tiers":[{"start":1000,"price":2}]},"output_mtok":5}},{"constraint":{"start_date":
        "2026-09-01"},"prices":{"input_mtok":3,"output_mtok":6}}]}]}]""");
    assertThat(PriceWriter.write(book)).isEqualTo(
        """
            openai:
              source: t
              models:
                m: { match: [m-1, "m-*", "m-####"], input: 1, output: 5, above: { 1000: { input: 2, output: 5 } }, \
            from: { "2026-09-01": { input: 3, output: 6 } } }
            """);
  }

  @Test
  void modelsDevIsRead() {
    PriceBook book = read("""
        {"xai":{"models":{"g":{"cost":{"input":1.25,"output":2.5,"cache_read":0.2,"tiers":[{"input":
        2.5,"output":5,"tier":{"size":200000}}]}}}}}""");
    assertThat(PriceWriter.write(book)).contains(
        "g: { input: 1.25, cache-read: 0.2, output: 2.5, above: { 200000: { input: 2.5, output: 5 } } }");
  }

  @Test
  void liteLlmIsRead() {
    PriceBook book = read(
        """
            {"groq/llama":{"litellm_provider":"groq","input_cost_per_token":5e-08,
            "output_cost_per_token":8e-08,"input_cost_per_token_above_200k_tokens":1e-07,"mode":"chat"}}""");
    assertThat(PriceWriter.write(book)).contains(
        "llama: { input: 0.05, output: 0.08, above: { 200000: { input: 0.1, output: 0.08 } } }");
  }

  @Test
  void aDifferenceWithoutANoteFailsTheCheck() {
    PriceBook ours = PriceFile.read("t",
        bytes("openai: { models: { m: { input: 1, output: 2 } } }"));
    PriceBook theirs = PriceFile.read("t",
        bytes("openai: { models: { m: { input: 1, output: 3 } } }"));
    PriceCheck check = PriceCheck.compare(ours, theirs, DAY);
    assertThat(check.failed()).isTrue();
    assertThat(check.differences().getFirst().line())
        .isEqualTo("openai m output: ours 2, theirs 3");
    assertThat(PriceCheck.compare(ours, ours, DAY).failed()).isFalse();
  }

  private static PriceBook list() throws IOException {
    return PriceFile.read(Path.of("..", "conf", "prices.yaml"));
  }

  private static PriceBook read(String json) {
    return PriceImport.read("t", bytes(json));
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
