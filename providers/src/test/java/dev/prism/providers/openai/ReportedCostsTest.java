package dev.prism.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.Cost;
import dev.prism.exchange.TokenUsage;
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
import java.math.MathContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What providers themselves reported as the cost of an answer is what the decoders read, and what the
/// table says, wherever it has the price.
class ReportedCostsTest {
  private static final String UNEXPLAINED = "unexplained";
  /// Who makes a model that OpenRouter offers, and the provider in our list that has the maker's own prices.
  private static final Map<String, String> MAKERS = Map.of("google", "gemini", "openai", "openai",
      "anthropic", "anthropic", "deepseek", "deepseek");
  private static final LocalDate DAY = LocalDate.of(2026, 7, 1);
  private final Map<String, Integer> misses = new TreeMap<>();
  private final List<String> unexplained = new ArrayList<>();
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
    assertThat(unexplained).as("costs that differ although the table has the prices").isEmpty();
    assertThat(equal).as("equal of %s priced", priced).isGreaterThanOrEqualTo(30);
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
    if (near(cost.dollars(), reported)) {
      equal++;
      return;
    }
    String cause = byMaker(table, row)
        ? "the maker's own price, by our list; the public table has an older one"
        : cause(kind, row, parts(table, provider, model, facts.usage), reported);
    miss(cause);
    System.out.println("miss: " + kind + " " + model + ", ours " + cost.dollars() + ", reported "
        + reported + ": " + cause);
    if (cause.equals(UNEXPLAINED)) {
      unexplained.add(model + ": " + cost.dollars() + " instead of " + reported);
    }
  }

  /// What the table says of prompt and answer, each for itself.
  private static BigDecimal[] parts(PriceTable table, Provider provider, String model,
      TokenUsage usage) {
    TokenUsage in = new TokenUsage(usage.input(), usage.cacheRead(), usage.cacheWrite5m(),
        usage.cacheWrite1h(), 0, 0, usage.audioInput(), 0);
    TokenUsage out = new TokenUsage(0, 0, 0, 0, usage.output(), usage.reasoning(), 0,
        usage.audioOutput());
    return new BigDecimal[]{
        Objects.requireNonNull(table.cost(provider, model, model, in, DAY)).dollars(),
        Objects.requireNonNull(table.cost(provider, model, model, out, DAY)).dollars()};
  }

  /// Whether the maker's own prices in our list give what the row says of prompt and answer. Tokens that were
  /// kept in a cache cost Google's storage for five minutes besides, a twelfth of a dollar a million, and may
  /// have been read from it by the same request.
  private static boolean byMaker(PriceTable table, JsonNode row) {
    String[] name = row.path("model").asString().split("/", 2);
    String kind = MAKERS.get(name[0]);
    JsonNode usage = row.path("usage");
    JsonNode details = usage.path("cost_details");
    JsonNode prompt = first(details, "upstream_inference_prompt_cost",
        "upstream_inference_input_cost");
    JsonNode answer = first(details, "upstream_inference_completions_cost",
        "upstream_inference_output_cost");
    if (kind == null || !prompt.isNumber() || !answer.isNumber()) {
      return false;
    }
    JsonNode cache = usage.path("prompt_tokens_details");
    long read = cache.path("cached_tokens").asLong(0);
    long written = kind.equals("gemini") ? cache.path("cache_write_tokens").asLong(0) : 0;
    TokenUsage all = new TokenUsage(usage.path("prompt_tokens").asLong(0) - read, read, 0, 0,
        usage.path("completion_tokens").asLong(0), 0, 0, 0);
    URI nowhere = URI.create("http://127.0.0.1:1");
    Provider maker = new Provider(kind, kind, nowhere, HttpVersion.AUTO, OpenAiAdapter.at(nowhere));
    if (table.cost(maker, name[1], name[1], all, DAY) == null) {
      return false;
    }
    BigDecimal[] ours = parts(table, maker, name[1], all);
    BigDecimal storage = BigDecimal.valueOf(written)
        .divide(BigDecimal.valueOf(12_000_000), MathContext.DECIMAL64);
    return near(ours[0].add(storage), prompt.decimalValue()) && near(ours[1], answer.decimalValue())
        && near(prompt.decimalValue().add(answer.decimalValue()),
            new BigDecimal(row.path("reported_cost_usd").asString()));
  }

  private static boolean near(BigDecimal ours, BigDecimal theirs) {
    return ours.subtract(theirs).abs().compareTo(theirs.movePointLeft(2)) <= 0;
  }

  /// Why a cost differs, by what the row itself proves: a search that is charged for, a sum that is more
  /// than its parts, or parts that the upstream charged at other prices than the table's.
  private static String cause(String kind, JsonNode row, BigDecimal[] ours, BigDecimal reported) {
    if (kind.equals("perplexity")) {
      return "fee for each request, by the size of the search";
    }
    JsonNode usage = row.path("usage");
    boolean more = reported.compareTo(ours[0].add(ours[1])) > 0;
    if (more && (usage.path("num_sources_used").asInt(0) > 0
        || usage.path("server_side_tool_usage_details").path("web_search_calls").asInt(0) > 0
        || usage.path("server_tool_use_details").path("web_search_requests").asInt(0) > 0)) {
      return "fee for searches";
    }
    JsonNode details = usage.path("cost_details");
    JsonNode prompt = first(details, "upstream_inference_prompt_cost",
        "upstream_inference_input_cost");
    JsonNode answer = first(details, "upstream_inference_completions_cost",
        "upstream_inference_output_cost");
    if (!prompt.isNumber() || !answer.isNumber()) {
      return UNEXPLAINED;
    }
    BigDecimal parts = prompt.decimalValue().add(answer.decimalValue());
    if (near(ours[0].add(ours[1]), parts)) {
      return "fee on top of the tokens";
    }
    boolean same = near(ours[0], prompt.decimalValue()) && near(ours[1], answer.decimalValue());
    return same || !near(parts, reported)
        ? UNEXPLAINED
        : "the upstream that OpenRouter picked has other prices";
  }

  private static JsonNode first(JsonNode details, String name, String other) {
    return details.has(name) ? details.path(name) : details.path(other);
  }

  private void miss(String cause) {
    misses.merge(cause, 1, Integer::sum);
  }

  private static Offset<BigDecimal> within(String amount) {
    return Offset.offset(new BigDecimal(amount));
  }
}
