package dev.prism.evals;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Builds exchanges for tests: a question, an answer, and what differs from an ordinary one.
final class Exchanges {
  private String request = "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
  private String response = "Good day.";
  private String finish = "stop";
  private String tenant = "acme";
  private int number = 1;
  private TraceRecord.Outcome.Kind kind = TraceRecord.Outcome.Kind.ANSWERED;
  private final List<RailVerdict> rails = new ArrayList<>();
  private final Map<String, String> metadata = new HashMap<>();

  static Exchanges answering(String response) {
    Exchanges exchange = new Exchanges();
    exchange.response = response;
    return exchange;
  }

  /// The answer to one message of the user.
  static Exchanges of(String question, String answer) {
    return answering(answer)
        .body("{\"messages\":[{\"role\":\"user\",\"content\":" + quoted(question) + "}]}");
  }

  static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + '"';
  }

  Exchanges body(String json) {
    request = json;
    return this;
  }

  Exchanges finish(String reason) {
    finish = reason;
    return this;
  }

  Exchanges tenant(String name) {
    tenant = name;
    return this;
  }

  Exchanges number(int n) {
    number = n;
    return this;
  }

  Exchanges rail(String rail, String scanner, String action, String rule) {
    rails.add(new RailVerdict(rail, scanner, action, rule, 0.9, 10));
    return this;
  }

  Exchanges metadata(String name, String value) {
    metadata.put(name, value);
    return this;
  }

  Exchanges refused() {
    kind = TraceRecord.Outcome.Kind.REFUSED;
    return this;
  }

  TraceRecord trace() {
    String id = "%016x%016x".formatted(number * 0x9E3779B97F4A7C15L, number);
    return new TraceRecord(
        new TraceRecord.Ids(id, "%016x".formatted(number), null, "req-" + number),
        new TraceRecord.Caller(tenant, "s-1", "u-1", metadata),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, "desk", false, 1_795_000_000_000_000L),
        new TraceRecord.Served("desk", 3, "primary", "stable", "sim", "sim-small", "desk@7", false,
            null),
        List.of(new Attempt("stable", "sim", "sim-small", 200, Attempt.Result.ANSWERED, null, 1, 10,
            20, TokenUsage.of(120, 30), null)),
        new TraceRecord.Outcome(kind, 200, null, null, finish, 10, 20),
        new TraceRecord.Billing(TokenUsage.of(120, 30), null), rails,
        new TraceRecord.Texts(TraceText.of(request), response, false));
  }

  Reading reading() {
    return Reading.of(trace());
  }
}
