package dev.prism.providers.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.exchange.Cost;
import dev.prism.exchange.TokenUsage;
import dev.prism.providers.Provider;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.Providers;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceTableTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
  private static final String LIST = """
      openai:
        source: "a test"
        models:
          small: { match: ["small-####", "small*"], input: 0.15, cache-read: 0.075, output: 0.6 }
          small-pro: { match: ["small-pro*"], input: 10, output: 40, reasoning: 50 }
          tiered: { input: 1, cache-read: 0.1, output: 5, above: { 200000: { input: 2, cache-read: 0.2, output: 10 } } }
          dated: { input: 2, output: 10, from: { "2026-09-01": { input: 3, output: 15 } } }
          embed: { input: 0.02 }
          cached: { input: 3, cache-write: 3.75, cache-write-1h: 6, output: 15 }
      azure:
        same-as: [openai]
      """;
  private final PriceTable table = new PriceTable(book(LIST), PriceSettings.DEFAULT);

  @Test
  void aCostIsTheExactSumOfItsBuckets() {
    assertThat(cost("small", new TokenUsage(1000, 200, 0, 0, 50, 7, 0, 0)))
        .isEqualTo(Cost.ofDollars(new BigDecimal("0.0001992")));
  }

  @Test
  void aMissingCachePriceIsTheInputPriceAndNotZero() {
    assertThat(cost("small-pro", new TokenUsage(0, 1_000_000, 0, 0, 0, 0, 0, 0)))
        .isEqualTo(Cost.ofDollars(new BigDecimal("10")));
  }

  @Test
  void cacheWritesArePricedByTheirLife() {
    assertThat(cost("cached", new TokenUsage(0, 0, 1_000_000, 1_000_000, 0, 0, 0, 0)))
        .isEqualTo(Cost.ofDollars(new BigDecimal("9.75")));
  }

  @Test
  void reasoningIsBilledAsOutputUnlessItHasAPrice() {
    assertThat(cost("small", new TokenUsage(0, 0, 0, 0, 0, 1_000_000, 0, 0)))
        .isEqualTo(Cost.ofDollars(new BigDecimal("0.6")));
    assertThat(cost("small-pro", new TokenUsage(0, 0, 0, 0, 0, 1_000_000, 0, 0)))
        .isEqualTo(Cost.ofDollars(new BigDecimal("50")));
  }

  @Test
  void aTierIsACliffAndCountsCachedTokens() {
    assertThat(cost("tiered", new TokenUsage(100_000, 100_000, 0, 0, 10, 0, 0, 0)))
        .isEqualTo(Cost.ofDollars(new BigDecimal("0.11005")));
    assertThat(cost("tiered", new TokenUsage(100_000, 100_001, 0, 0, 10, 0, 0, 0)))
        .isEqualTo(Cost.ofDollars(new BigDecimal("0.2201002")));
  }

  @Test
  void aPriceHoldsFromItsDayOn() {
    Provider openai = provider("openai", "openai");
    TokenUsage million = TokenUsage.of(1_000_000, 0);
    assertThat(table.cost(openai, "dated", "", million, LocalDate.of(2026, 8, 31)))
        .isEqualTo(Cost.ofDollars(new BigDecimal("2")));
    assertThat(table.cost(openai, "dated", "", million, LocalDate.of(2026, 9, 1)))
        .isEqualTo(Cost.ofDollars(new BigDecimal("3")));
  }

  @Test
  void theModelThatAnsweredCountsBeforeTheOneAsked() {
    TokenUsage million = TokenUsage.of(1_000_000, 0);
    Provider openai = provider("openai", "openai");
    assertThat(table.cost(openai, "embed", "small", million, DAY))
        .isEqualTo(Cost.ofDollars(new BigDecimal("0.02")));
    assertThat(table.cost(openai, "deployment-7", "small", million, DAY))
        .isEqualTo(Cost.ofDollars(new BigDecimal("0.15")));
  }

  @Test
  void anUnknownPriceIsNoCost() {
    assertThat(cost("unheard-of", TokenUsage.of(1, 1))).isNull();
    assertThat(cost("embed", TokenUsage.of(1, 1))).isNull();
    assertThat(table.cost(provider("local", "ollama"), "small", "small", TokenUsage.of(1, 1), DAY))
        .isNull();
  }

  @Test
  void ofTwoPatternsTheOneThatFixesMoreIsMeant() {
    assertThat(id("small-pro-2026")).isEqualTo("small-pro");
    assertThat(id("small-2026")).isEqualTo("small");
    assertThat(id("smaller")).isEqualTo("small");
    assertThat(id("xsmall")).isNull();
  }

  @Test
  void anotherProvidersPricesHoldWhereTheListSaysSo() {
    assertThat(
        table.cost(provider("az", "azure"), "small", "dep", TokenUsage.of(1_000_000, 0), DAY))
        .isEqualTo(Cost.ofDollars(new BigDecimal("0.15")));
  }

  @Test
  void theOperatorsPriceComesFirst() {
    PriceSettings settings = new PriceSettings(null, Map.of("openai",
        Map.of("small", new PriceSettings.Model(new BigDecimal("9"), null, null, null, null))));
    PriceTable own = new PriceTable(book(LIST), settings);
    assertThat(
        own.cost(provider("openai", "openai"), "small", "", TokenUsage.of(1_000_000, 0), DAY))
        .isEqualTo(Cost.ofDollars(new BigDecimal("9")));
  }

  @Test
  void aCostBeyondAllMeasureIsNoCostRatherThanAnException() {
    assertThat(cost("small-pro", TokenUsage.of(Long.MAX_VALUE / 2, 0))).isNull();
  }

  @Test
  void costsAddUpWhateverTheSplit() {
    long seed = 20261124;
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      TokenUsage one = random(random);
      TokenUsage two = random(random);
      Cost whole = cost("small", one.plus(two));
      Cost first = cost("small", one);
      Cost second = cost("small", two);
      assertThat(first).isNotNull();
      assertThat(second).isNotNull();
      if (first != null && second != null) {
        assertThat(whole).as("seed %s, case %s", seed, i).isEqualTo(first.plus(second));
      }
    }
  }

  private static TokenUsage random(Random random) {
    return new TokenUsage(random.nextInt(100_000), random.nextInt(100_000), random.nextInt(9999),
        random.nextInt(9999), random.nextInt(100_000), random.nextInt(9999), random.nextInt(99),
        random.nextInt(99));
  }

  @Test
  void aListThatIsWrongSaysWhere() {
    assertThatThrownBy(() -> book("openai: { models: { m: { input: -1 } } }"))
        .hasMessageContaining("openai.models.m");
    assertThatThrownBy(() -> book("openai: { models: { m: { inptu: 1 } } }"))
        .hasMessageContaining("openai.models.m.inptu");
    assertThatThrownBy(() -> book("openai: { models: { m: { input: x } } }"))
        .hasMessageContaining("openai.models.m.input");
    assertThatThrownBy(
        () -> book("openai: { models: { m: { input: 1, from: { soon: { input: 2 } } } } }"))
        .hasMessageContaining("soon");
    assertThatThrownBy(() -> book("openai: [1, 2")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListThatIsWrittenIsReadBackEqual() {
    PriceBook book = book(LIST);
    assertThat(book(PriceWriter.write(book))).isEqualTo(book);
  }

  private @Nullable Cost cost(String model, TokenUsage usage) {
    return table.cost(provider("openai", "openai"), model, model, usage, DAY);
  }

  private @Nullable String id(String model) {
    ModelPrice price = table.price("openai", "openai", model);
    return price == null ? null : price.id();
  }

  private static PriceBook book(String yaml) {
    return PriceFile.read("test", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }

  private static Provider provider(String name, String kind) {
    Provider any = Providers.create(name,
        new ProviderSettings("openai", null, URI.create("http://127.0.0.1:1/v1"), null, null, null,
            null, null, null, null, null, null, null, null, null, null, null, null));
    return new Provider(name, kind, any.baseUrl(), any.httpVersion(), any.adapter());
  }
}
