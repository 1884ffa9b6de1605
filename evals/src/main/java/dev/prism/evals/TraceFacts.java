package dev.prism.evals;

import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.TraceRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What an exchange was like, as attributes with few values each: what failing exchanges are contrasted with
/// passing ones by.
public final class TraceFacts {
  /// Most attributes of one exchange.
  public static final int MOST = 64;
  /// Longest name and longest value, in characters; what is longer is cut.
  public static final int LONGEST = 80;
  private static final int MOST_METADATA = 16;
  private static final int MOST_CHUNKS = 16;
  private static final int MOST_TOOLS = 8;
  private static final String COPY_OF = "prism-copy-of";

  private final Map<String, String> facts = new LinkedHashMap<>();

  private TraceFacts() {}

  public static Map<String, String> of(TraceRecord trace) {
    return of(Reading.of(trace));
  }

  /// With what an application's spans add.
  public static Map<String, String> of(TraceRecord trace, Evidence evidence) {
    return of(Reading.of(trace, evidence));
  }

  /// At most [#MOST] attributes: `tenant`, `target`, `provider`, `model`, `prompt_version`, `strategy`,
  /// `fallback`, `incident`, `endpoint`, `stream`, `finish`, `outcome`, `error`, `attempts`, `guardrail`,
  /// `cache`, `input_length`, `output_length`, `meta.NAME` with the caller's own value; and of a trace with its
  /// texts `turn`, `retrieval`, `truncated`, `tool.NAME` with how it ended, `chunk.ID` with `present`.
  public static Map<String, String> of(Reading reading) {
    TraceFacts made = new TraceFacts();
    made.served(reading.trace());
    if (reading.trace().texts().request() != null) {
      made.text(reading);
    }
    made.metadata(reading.trace().caller().metadata());
    return made.facts;
  }

  private void served(TraceRecord trace) {
    TraceRecord.Served served = trace.served();
    put("tenant", trace.caller().tenant());
    put("target", served.target());
    put("provider", served.provider());
    put("model", served.modelUsed());
    put("prompt_version", served.promptVersion() == null ? "none" : served.promptVersion());
    put("strategy", served.strategy());
    put("fallback", Boolean.toString(served.fallbackUsed()));
    put("incident", served.incident() == null ? "none" : served.incident());
    put("endpoint", trace.asked().endpoint().label());
    put("stream", Boolean.toString(trace.asked().stream()));
    put("outcome", switch (trace.outcome().kind()) {
      case ANSWERED -> "answered";
      case REFUSED -> "refused";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
    });
    put("error", trace.outcome().error() == null ? "none" : trace.outcome().error());
    put("finish", trace.outcome().finishReason() == null ? "none" : trace.outcome().finishReason());
    put("attempts", Integer.toString(Math.min(trace.attempts().size(), 9)));
    put("guardrail",
        trace.rails()
            .stream()
            .filter(RailVerdict::found)
            .findFirst()
            .map(RailVerdict::header)
            .orElse("none"));
    put("cache", trace.billing().usage().cacheRead() > 0 ? "hit" : "miss");
    put("input_length", length(trace.billing().usage().prompt()));
    put("output_length", length(trace.billing().usage().completion()));
  }

  private void text(Reading reading) {
    put("turn", turn(reading.turns()));
    put("retrieval", switch (reading.retrieval()) {
      case NONE -> "none";
      case EMPTY -> "empty";
      case PRESENT -> "present";
    });
    put("truncated", Boolean.toString(reading.trace().texts().truncated()));
    reading.tools()
        .entrySet()
        .stream()
        .limit(MOST_TOOLS)
        .forEach(tool -> put("tool." + tool.getKey(), tool.getValue()));
    reading.chunkIds().stream().limit(MOST_CHUNKS).forEach(id -> put("chunk." + id, "present"));
  }

  private void metadata(Map<String, String> metadata) {
    new TreeMap<>(metadata).entrySet()
        .stream()
        .filter(entry -> !entry.getKey().equals(COPY_OF))
        .limit(MOST_METADATA)
        .forEach(entry -> put("meta." + entry.getKey(), entry.getValue()));
  }

  private void put(String name, String value) {
    if (facts.size() < MOST && !value.isEmpty()) {
      facts.put(cut(name), cut(value));
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  /// In tokens, by powers of four.
  private static String length(long tokens) {
    if (tokens == 0) {
      return "0";
    }
    long least = 1;
    while (least * 4 <= tokens && least < 1 << 20) {
      least *= 4;
    }
    return least + "-" + (least * 4 - 1);
  }

  private static String turn(int turns) {
    return turns <= 3 ? Integer.toString(turns) : turns <= 6 ? "4-6" : "7+";
  }
}
