package dev.prism.incident.cluster.judge;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.FailureCluster.Contrast;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The eight tools of the judge. Each one reads the case file and nothing else; none writes, calls or waits.
final class SpanTools {
  private static final int MOST_ROWS = 40;
  private static final int AROUND = 120;
  private final CaseFile file;
  private final List<String> words;

  SpanTools(CaseFile file) {
    this.file = file;
    words = Stream.of(file.cluster().name().toLowerCase(Locale.ROOT).split("\\W+", -1)).toList();
  }

  /// A tool as the model sees it.
  ///
  /// @param parameters names and what they mean; a name that begins with `#` is a whole number
  record Tool(String name, String description, Map<String, String> parameters) {}

  static final List<Tool> ALL = List.of(
      new Tool("list_traces", "The traces of the cluster with outcome and failing scores",
          Map.of()),
      new Tool("list_spans", "The spans of one trace: id, kind, name, length",
          Map.of("trace_id", "the trace")),
      new Tool("read_span", "One span, summarised when it is over 3000 characters",
          Map.of("trace_id", "the trace", "span_id", "the span")),
      new Tool("read_span_exact", "3000 characters of one span, letter by letter",
          Map.of("trace_id", "the trace", "span_id", "the span", "#from", "first character")),
      new Tool("search_spans", "Where a text stands in the spans of the cluster, letter by letter",
          Map.of("text", "what to look for")),
      new Tool("count_attribute", "How often each value of an attribute occurs in the cluster",
          Map.of("attribute", "its name, as the contrast shows it")),
      new Tool("contrast", "What sets the failing traces apart from passing ones", Map.of()),
      new Tool("timeline", "Failures of the cluster by minute", Map.of()));

  /// @return a JSON value; an unknown tool or a wrong argument is answered with an error, never thrown
  Object call(String name, JsonNode arguments) {
    return switch (name) {
      case "list_traces" -> traces();
      case "list_spans" -> spans(text(arguments, "trace_id"));
      case "read_span" -> read(arguments, -1);
      case "read_span_exact" -> read(arguments, Math.max(0, arguments.path("from").asInt(0)));
      case "search_spans" -> search(text(arguments, "text"));
      case "count_attribute" -> count(text(arguments, "attribute"));
      case "contrast" -> contrast();
      case "timeline" -> timeline();
      default -> Map.of("error", "there is no such tool");
    };
  }

  private static String text(JsonNode arguments, String name) {
    return arguments.path(name).asString("");
  }

  private Object traces() {
    return file.traces().values().stream().limit(MOST_ROWS).map(SpanTools::trace).toList();
  }

  private static Map<String, Object> trace(ScoredTrace scored) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("trace_id", scored.trace().ids().traceId());
    row.put("started_at",
        Instant.EPOCH.plus(scored.trace().asked().startedAtMicros(), ChronoUnit.MICROS).toString());
    row.put("target", scored.trace().served().target());
    row.put("outcome", scored.trace().outcome().kind().name().toLowerCase(Locale.ROOT));
    row.put("failing",
        scored.scores()
            .stream()
            .filter(Score::isFailing)
            .map(score -> score.rubric() + " " + score.value()
                + (score.reason() == null ? "" : " (" + score.reason() + ")"))
            .distinct()
            .toList());
    return row;
  }

  private Object spans(String traceId) {
    return file.spans()
        .getOrDefault(traceId, List.of())
        .stream()
        .limit(MOST_ROWS)
        .map(span -> Map.of("span_id", span.id(), "kind", span.kind(), "name", span.name(),
            "characters", span.text().length()))
        .toList();
  }

  private Object read(JsonNode arguments, int from) {
    return file.span(text(arguments, "trace_id"), text(arguments, "span_id"))
        .<Object>map(span -> Map.of("span_id", span.id(), "characters", span.text().length(),
            "text", from < 0 ? SpanSummary.of(span.text(), words) : slice(span.text(), from)))
        .orElse(Map.of("error", "there is no such span"));
  }

  private static String slice(String text, int from) {
    int start = Math.min(from, text.length());
    return text.substring(start, Math.min(text.length(), start + SpanSummary.LONGEST));
  }

  private Object search(String wanted) {
    List<Map<String, Object>> hits = new ArrayList<>();
    if (wanted.isEmpty()) {
      return hits;
    }
    file.spans().forEach((traceId, spans) -> {
      for (TraceSpan span : spans) {
        int at = span.text().indexOf(wanted);
        if (at >= 0 && hits.size() < MOST_ROWS / 2) {
          hits.add(Map.of("trace_id", traceId, "span_id", span.id(), "at", at, "text",
              span.text()
                  .substring(Math.max(0, at - AROUND),
                      Math.min(span.text().length(), at + wanted.length() + AROUND))));
        }
      }
    });
    return hits;
  }

  private Object count(String attribute) {
    Map<String, Integer> counts = new TreeMap<>();
    for (ScoredTrace scored : file.traces().values()) {
      String value = attribute(scored, attribute);
      if (counts.size() < MOST_ROWS || counts.containsKey(value)) {
        counts.merge(value, 1, Integer::sum);
      }
    }
    return counts;
  }

  private static String attribute(ScoredTrace scored, String name) {
    return switch (name) {
      case "target" -> scored.trace().served().target();
      case "provider" -> scored.trace().served().provider();
      case "model" -> scored.trace().served().modelUsed();
      case "prompt_version" -> String.valueOf(scored.trace().served().promptVersion());
      case "tenant" -> scored.trace().caller().tenant();
      case "error" -> String.valueOf(scored.trace().outcome().error());
      default -> {
        String key = name.startsWith("meta.") ? name.substring("meta.".length()) : name;
        yield scored.trace().caller().metadata().getOrDefault(key, "");
      }
    };
  }

  private Object contrast() {
    return file.cluster().contrast().stream().limit(MOST_ROWS / 2).map(SpanTools::row).toList();
  }

  private static Map<String, Object> row(Contrast contrast) {
    return Map.of("attribute", contrast.attribute(), "value", contrast.value(), "failing_share",
        contrast.failingShare(), "passing_share", contrast.passingShare(), "lift", contrast.lift());
  }

  private Object timeline() {
    Map<String, Integer> minutes = new TreeMap<>();
    for (ScoredTrace scored : file.traces().values()) {
      minutes.merge(Instant.EPOCH.plus(scored.trace().asked().startedAtMicros(), ChronoUnit.MICROS)
          .truncatedTo(ChronoUnit.MINUTES)
          .toString(), 1, Integer::sum);
    }
    return Map.of("first", file.cluster().firstMicros() / 1_000, "last",
        file.cluster().lastMicros() / 1_000, "members", file.cluster().members().size(),
        "read_by_minute", minutes);
  }
}
