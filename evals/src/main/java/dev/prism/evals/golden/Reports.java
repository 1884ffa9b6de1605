package dev.prism.evals.golden;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A report as a table for people, JUnit XML for a CI server, JSON for programs. None of them quotes answers:
/// one that leaked would leak again.
public final class Reports {
  private static final int LONGEST_REASON = 72;

  private Reports() {}

  /// A line for each entry, and one for the whole.
  public static String table(EvalReport report) {
    int width = report.results()
        .stream()
        .mapToInt(each -> each.entry().id().length())
        .max()
        .orElse(0);
    StringBuilder table = new StringBuilder();
    for (EntryResult each : report.results()) {
      String reason = each.reason();
      table.append(String.format(Locale.ROOT,
          "%-6s %-" + Math.max(width, 8) + "s %-20s %d/%d  %s%s%n", word(each.verdict()),
          each.entry().id(), each.entry().route(), each.passedRuns(), each.runs().size(),
          each.isRegression() ? "regression; " : "",
          reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason));
    }
    return table.append(String.format(Locale.ROOT,
        "%d entries: %d passed, %d failed, %d errors; judge %s; %.1f s%n", report.results().size(),
        report.count(EntryResult.Verdict.PASSED), report.count(EntryResult.Verdict.FAILED),
        report.count(EntryResult.Verdict.ERROR), report.judge(), report.millis() / 1000.0))
        .toString();
  }

  private static String word(EntryResult.Verdict verdict) {
    return switch (verdict) {
      case PASSED -> "pass";
      case FAILED -> "FAIL";
      case ERROR -> "ERROR";
    };
  }

  /// One suite for each route.
  public static String junit(EvalReport report) {
    Map<String, List<EntryResult>> byRoute = new TreeMap<>(
        report.results().stream().collect(Collectors.groupingBy(each -> each.entry().route())));
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append(String.format(Locale.ROOT,
        "<testsuites name=\"prism eval\" tests=\"%d\" failures=\"%d\" errors=\"%d\" time=\"%.3f\">%n",
        report.results().size(), report.count(EntryResult.Verdict.FAILED),
        report.count(EntryResult.Verdict.ERROR), report.millis() / 1000.0));
    byRoute.forEach((route, results) -> suite(xml, route, results, report));
    return xml.append("</testsuites>\n").toString();
  }

  private static void suite(StringBuilder xml, String route, List<EntryResult> results,
      EvalReport report) {
    xml.append(String.format(Locale.ROOT,
        "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" timestamp=\"%s\">%n",
        escaped(route), results.size(), count(results, EntryResult.Verdict.FAILED),
        count(results, EntryResult.Verdict.ERROR), report.startedAt()));
    for (EntryResult each : results) {
      xml.append("    <testcase classname=\"")
          .append(escaped(route))
          .append("\" name=\"")
          .append(escaped(each.entry().id()))
          .append("\"");
      String reason = escaped(each.reason());
      xml.append(switch (each.verdict()) {
        case PASSED -> "/>\n";
        case FAILED -> ">\n      <failure message=\"" + reason + "\"/>\n    </testcase>\n";
        case ERROR -> ">\n      <error message=\"" + reason + "\"/>\n    </testcase>\n";
      });
    }
    xml.append("  </testsuite>\n");
  }

  private static long count(List<EntryResult> results, EntryResult.Verdict verdict) {
    return results.stream().filter(each -> each.verdict() == verdict).count();
  }

  /// What XML 1.0 cannot hold becomes a question mark.
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(c -> {
      switch (c) {
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '&' -> escaped.append("&amp;");
        case '"' -> escaped.append("&quot;");
        case '\n', '\t', '\r' -> escaped.append(' ');
        default -> {
          boolean allowed = c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
          escaped.appendCodePoint(allowed ? c : '?');
        }
      }
    });
    return escaped.toString();
  }

  /// `{"passed", "judge", "started_at", "millis", "entries": [{"id", "route", "verdict", …}]}`.
  public static ObjectNode json(EvalReport report) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("passed", report.passed());
    tree.put("judge", report.judge());
    tree.put("started_at", report.startedAt().toString());
    tree.put("millis", report.millis());
    ArrayNode entries = tree.putArray("entries");
    for (EntryResult each : report.results()) {
      ObjectNode entry = entries.addObject();
      entry.put("id", each.entry().id()).put("route", each.entry().route());
      GoldenJson.put(entry, "class", each.entry().incidentClass());
      GoldenJson.put(entry, "rubric", each.entry().rubric());
      entry.put("verdict", each.verdict().name().toLowerCase(Locale.ROOT));
      entry.put("regression", each.isRegression());
      entry.put("passed_runs", each.passedRuns()).put("runs", each.runs().size());
      entry.put("reason", each.reason());
      each.runs()
          .stream()
          .map(EntryResult.Run::answered)
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(answer -> entry.put("target", answer.target()).put("model", answer.model()));
    }
    return tree;
  }
}
