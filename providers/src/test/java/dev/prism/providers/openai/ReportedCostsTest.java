package dev.prism.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.Cost;
import dev.prism.providers.HttpVersion;
import dev.prism.providers.Provider;
import dev.prism.providers.price.PriceBook;
import dev.prism.providers.price.PriceFile;
import dev.prism.providers.price.PriceImport;
import dev.prism.providers.price.PriceSettings;
import dev.prism.providers.price.PriceTable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What providers themselves reported as the cost of an answer is what the decoders read, and what the
/// table says, wherever it has the price.
class ReportedCostsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 7, 1);
  private final Map<String, Integer> misses = new TreeMap<>();
  private int priced;
  private int equal;

  @Test
  void costsEqualTheReportedOnesWhereverTheTableHasPrices() throws Exception {
    Path file = Path.of(System.getProperty("prism.shared", "shared"), "data", "prices",
        "provider-reported-costs.jsonl");
    assumeTrue(Files.exists(file), "skipped: no reported costs at " + file);
    PriceTable table = new PriceTable(withOpenRouter(file.resolveSibling("genai-prices")),
        PriceSettings.DEFAULT);
    for (String line : Files.readAllLines(file)) {
      compare(table, Recording.JSON.readTree(line));
    }
    System.out.println("priced " + priced + ", equal within 1 % " + equal + ", misses " + misses);
    assertThat(misses.getOrDefault("unexplained", 0)).as("misses of %s", misses).isZero();
    assertThat(equal * 100).as("equal of %s priced", priced).isGreaterThan(priced * 75);
  }

  /// Our list and, since it leaves OpenRouter to its own reports, the public table's prices of it.
  private static PriceBook withOpenRouter(Path folder) throws IOException {
    Map<String, PriceBook.Section> all = new TreeMap<>(
        PriceFile.read(Path.of("..", "conf", "prices.yaml")).providers());
    try (InputStream in = Files.newInputStream(folder.resolve("data.json"))) {
      PriceBook.Section routed = PriceImport.read("genai-prices", in).providers().get("openrouter");
      assertThat(routed).isNotNull();
      all.put("openrouter", Objects.requireNonNull(routed));
    }
    return new PriceBook(all);
  }

  private void compare(PriceTable table, JsonNode row) throws Exception {
    String kind = row.path("provider").asString().replace("x-ai", "xai");
    String model = row.path("model").asString();
    Facts facts = Facts.ofBody(new ChatDecoder(),
        ("{\"usage\":" + row.path("usage") + "}").getBytes(StandardCharsets.UTF_8));
    BigDecimal reported = new BigDecimal(row.path("reported_cost_usd").asString());
    if (row.path("usage").path("cost").isNumber()
        && !row.path("usage").path("is_byok").asBoolean(false)) {
      assertThat(facts.reported).as("reported cost of %s", row).isNotNull();
      assertThat(Objects.requireNonNull(facts.reported).dollars())
          .isCloseTo(row.path("usage").path("cost").decimalValue(), within("0.000000000001"));
    }
    URI nowhere = URI.create("http://127.0.0.1:1");
    Provider provider = new Provider(kind, kind, nowhere, HttpVersion.AUTO,
        OpenAiAdapter.at(nowhere));
    if (facts.usage == null) {
      miss("no usage");
      return;
    }
    Cost cost = table.cost(provider, model, model, facts.usage, DAY);
    if (cost == null) {
      miss(
          "no price: " + kind + (kind.equals("openrouter") ? ", whose reported cost is used" : ""));
      return;
    }
    priced++;
    if (cost.dollars().subtract(reported).abs().compareTo(reported.movePointLeft(2)) <= 0) {
      equal++;
    } else {
      miss(cause(kind, row));
    }
  }

  private static String cause(String kind, JsonNode row) {
    if (kind.equals("perplexity")) {
      return "fee for each request and search";
    }
    JsonNode usage = row.path("usage");
    if (usage.path("num_sources_used").asInt(0) > 0
        || usage.path("server_side_tool_usage_details").path("web_search_calls").asInt(0) > 0
        || usage.path("server_tool_use_details").path("web_search_requests").asInt(0) > 0) {
      return "fee for searches";
    }
    if (kind.equals("openrouter")) {
      return "price of the upstream that OpenRouter picked, or its fee for caches and searches";
    }
    return "unexplained";
  }

  private void miss(String cause) {
    misses.merge(cause, 1, Integer::sum);
  }

  private static Offset<BigDecimal> within(String amount) {
    return Offset.offset(new BigDecimal(amount));
  }
}
