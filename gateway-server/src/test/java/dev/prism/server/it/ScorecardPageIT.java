package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Writes `docs/scorecard.md` from `target/scorecard/*.json` when it runs with `-Dprism.update=true`; a row that
/// was not measured since keeps what the page says of it. Else checks that the page knows every row.
class ScorecardPageIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PAGE = Path.of(System.getProperty("prism.home", ".."), "docs",
      "scorecard.md");
  private static final String COMMAND = "`./mvnw -pl gateway-server -am verify -Dtest=NoneTest "
      + "-Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false -Dit.test=…`";

  /// @param what  what the row is about
  /// @param peers what others reach, measured on the same vectors
  /// @param test  the value of `-Dit.test`
  private record Row(String id, String what, String peers, String test) {}

  private static final List<Row> ROWS = List.of(new Row("R1", "HTTP/1.1 smuggling corpus",
      "accepted / ambiguous / split / unanswered: Apache 34/0/3/8, nginx 70/0/7/0, HAProxy 77/5/5/4",
      "HttpSmugglingIT"), new Row("R2", "HTTP/2 header vectors", "", "H2VectorsIT"),
      new Row("R3", "JSON, one strict reading", "Jackson by default rejects 174 of 188 bad files",
          "JsonSuiteIT"),
      new Row("R4", "HTTP/2 attacks",
          "closed within 2 s: nginx 12 of 12, Netty by default 11 (+128 MB), HAProxy 5",
          "H2AttackIT"),
      new Row("R5", "Amplification by one request", "", "BombIT"),
      new Row("R6", "Slow heads, bodies and readers", "nginx stays available at 1,000",
          "SlowCrowdIT"),
      new Row("R7", "Memory of a slow SSE reader", "nginx 17.7 KB, HAProxy 52.6 KB, Caddy 99.4 KB",
          "SlowReaderIT"),
      new Row("R8", "Client gone, upstream cancelled",
          "nginx p50 0.5 ms, max 4 ms; HAProxy never while it waits", "CancelIT"),
      new Row("R9", "SIGTERM with 200 streams", "", "DrainIT"),
      new Row("R10", "Faults of providers", "", "UpstreamFaultIT"),
      new Row("R11", "Retries when the provider fails always", "Envoy's budget is 20 %",
          "RetryBudgetIT"),
      new Row("R12", "Overload and recovery", "", "OverloadIT"),
      new Row("R15", "Request paths", "", "PathIT"),
      new Row("R16", "Addresses that must not be called", "LiteLLM took one from the client",
          "SsrfTest"),
      new Row("R17", "Secrets in what is written and sent", "", "SecretsIT"),
      new Row("R19", "TLS", "", "TlsIT"),
      new Row("R20", "h2spec, strict", "HAProxy 146 + 1 skipped, 0 failed; H2O 144; nginx 120",
          "H2specIT"),
      new Row("R21", "Damaged input", "", "FuzzIT"),
      new Row("R22", "Days of mixed traffic", "", "SoakIT"),
      new Row("R25", "Event streams, however they are cut", "", "SseSplitIT"),
      new Row("R27", "Traces bounded and counted", "", "TraceBoundsIT"),
      new Row("R28", "Event loops never blocked, buffers never leaked", "", "EventLoopIT"),
      new Row("R29", "Guards that fail closed", "", "RailFaultsIT"),
      new Row("flips-under-load", "Flips while requests are in flight", "", "FlipUnderLoadIT"));

  @Test
  void thePageKnowsEveryRow() throws IOException {
    Map<String, JsonNode> results = results();
    if (Boolean.getBoolean("prism.update")) {
      Files.writeString(PAGE, page(results, measuredBefore()));
    }
    assertThat(ROWS.stream().map(Row::id)).containsAll(results.keySet());
    String page = Files.readString(PAGE);
    for (Row row : ROWS) {
      assertThat(page).contains("| " + row.id() + " |");
    }
  }

  private static Map<String, JsonNode> results() throws IOException {
    Map<String, JsonNode> results = new HashMap<>();
    Path folder = Path.of("target", "scorecard");
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, "*.json")) {
        for (Path file : files) {
          JsonNode row = JSON.readTree(Files.readString(file));
          results.put(row.path("row").asString(), row);
        }
      }
    }
    return results;
  }

  /// The lines of the page as it is, by row.
  private static Map<String, String> measuredBefore() throws IOException {
    Map<String, String> lines = new HashMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      int end = line.indexOf(" |", 2);
      if (line.startsWith("| ") && end > 0) {
        lines.put(line.substring(2, end), line);
      }
    }
    return lines;
  }

  private static String page(Map<String, JsonNode> results, Map<String, String> before) {
    List<String> lines = new ArrayList<>();
    lines.add("# Reliability scorecard");
    lines.add("");
    lines.add(
        "Generated by `make scorecard` from what the tests measured (`gateway-server/target/scorecard`); "
            + "nothing here is typed by hand. Each row is run by " + COMMAND
            + " with the test's name; machine: " + Runtime.getRuntime().availableProcessors()
            + " processors, " + System.getProperty("os.name") + ", Java "
            + System.getProperty("java.version")
            + ". The figures of others are those of their Debian 12 packages on the same vectors, measured on 2026-11-23 on two "
            + "processors; rows without one have no published counterpart. A row that fails is shown as it is; one "
            + "that the last run did not measure keeps its last figure, with its date.");
    lines.add("");
    lines.add("| row | what | figure | promised | holds | others | test | date |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (Row row : ROWS) {
      JsonNode result = results.get(row.id());
      String known = before.get(row.id());
      if (result == null && known != null) {
        lines.add(known);
        continue;
      }
      lines.add("| " + String.join(" | ", row.id(), row.what(), text(result, "figure", "not run"),
          text(result, "threshold", ""),
          result == null ? "" : result.path("pass").asBoolean() ? "yes" : "**no**", row.peers(),
          row.test(), text(result, "date", "")) + " |");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String text(@Nullable JsonNode result, String field, String otherwise) {
    return result == null ? otherwise : result.path(field).asString("").replace("|", "/");
  }
}
