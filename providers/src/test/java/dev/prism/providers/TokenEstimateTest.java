package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.chat.TokenEstimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The estimate of a prompt's tokens beside what Anthropic counted of the same recorded prompts.
class TokenEstimateTest {
  private static final long LEAST = 200;

  @Test
  void wordsDigitsAndSignsCount() {
    assertThat(TokenEstimate.of("")).isZero();
    assertThat(TokenEstimate.of("hello, big world 12345")).isBetween(5L, 10L);
    assertThat(TokenEstimate.of("日本語")).isEqualTo(3);
  }

  @Test
  void theMedianOfRecordedPromptsIsNearWhatWasCounted() throws IOException, Unsuited {
    Path file = Path.of(System.getProperty("prism.shared", "shared"), "fixtures", "providers",
        "anthropic.jsonl");
    assumeTrue(Files.exists(file), "skipped: no recordings at " + file);
    List<Double> ratios = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode recording = Talk.JSON.readTree(line);
      String request = recording.at("/request/body").asString("");
      if (!recording.path("endpoint").asString().equals("messages")
          || recording.path("stream").asBoolean() || recording.path("status").asInt() != 200
          || request.contains("\"image\"") || request.contains("\"document\"")
          || hasToolsOfItsOwn(Talk.JSON.readTree(request))) {
        continue;
      }
      JsonNode usage = Talk.JSON.readTree(recording.at("/response/body").asString()).path("usage");
      long counted = usage.path("input_tokens").asLong()
          + usage.path("cache_read_input_tokens").asLong(0)
          + usage.path("cache_creation_input_tokens").asLong(0);
      long estimate = TokenEstimate
          .of(Dialects.of(Endpoint.MESSAGES).request(Talk.members(request)));
      if (counted >= LEAST) {
        ratios.add((double) estimate / counted);
      }
    }
    ratios.sort(null);
    double median = ratios.get(ratios.size() / 2);
    long near = ratios.stream().filter(ratio -> ratio > 0.67 && ratio < 1.5).count();
    System.out.println("estimates: " + ratios.size() + " prompts, median " + median + ", " + near
        + " within a half");
    assertThat(median).isBetween(0.75, 1.25);
  }

  /// Anthropic describes the tools that it runs itself to the model in its own words.
  private static boolean hasToolsOfItsOwn(JsonNode request) {
    boolean own = request.has("mcp_servers") || request.has("output_config")
        || request.has("output_format") || request.has("container");
    for (JsonNode tool : request.path("tools")) {
      own |= !tool.has("input_schema");
    }
    return own;
  }
}
