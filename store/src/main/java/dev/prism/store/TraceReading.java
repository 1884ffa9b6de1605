package dev.prism.store;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.Cost;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads what [TraceJson] has written.
final class TraceReading {
  private TraceReading() {}

  static TraceRecord of(String json) {
    JsonNode node = StoredJson.MAPPER.readTree(json);
    return new TraceRecord(
        new TraceRecord.Ids(text(node, "trace_id"), text(node, "span_id"), maybe(node, "parent_id"),
            text(node, "request_id")),
        new TraceRecord.Caller(text(node, "tenant"), maybe(node, "session_id"),
            maybe(node, "user_id"), metadata(node.path("metadata"))),
        new TraceRecord.Asked(endpoint(text(node, "endpoint")), text(node, "model"),
            node.path("stream").asBoolean(false), micros(text(node, "started_at"))),
        served(node), attempts(node.path("attempts")), outcome(node),
        new TraceRecord.Billing(usage(node.path("usage")), cost(node.path("cost_usd"))),
        rails(node.path("rails")), texts(node));
  }

  private static Map<String, String> metadata(JsonNode node) {
    Map<String, String> metadata = new LinkedHashMap<>();
    node.properties().forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asString("")));
    return metadata;
  }

  private static TraceRecord.Served served(JsonNode node) {
    return node.has("route")
        ? new TraceRecord.Served(text(node, "route"), node.path("revision").asLong(0),
            text(node, "strategy"), text(node, "target"), text(node, "provider"),
            text(node, "model_used"), maybe(node, "prompt_version"),
            node.path("fallback_used").asBoolean(false), maybe(node, "incident"))
        : TraceRecord.Served.NOTHING;
  }

  private static TraceRecord.Outcome outcome(JsonNode node) {
    return new TraceRecord.Outcome(
        TraceRecord.Outcome.Kind.valueOf(text(node, "outcome").toUpperCase(Locale.ROOT)),
        node.path("status").asInt(0), maybe(node, "error"), maybe(node, "blame"),
        maybe(node, "finish_reason"), node.path("first_token_micros").asLong(-1),
        node.path("duration_micros").asLong(0));
  }

  private static List<Attempt> attempts(JsonNode nodes) {
    List<Attempt> attempts = new ArrayList<>();
    for (JsonNode node : nodes) {
      attempts.add(new Attempt(text(node, "target"), text(node, "provider"), text(node, "model"),
          node.path("status").asInt(0),
          Attempt.Result.valueOf(text(node, "result").toUpperCase(Locale.ROOT)),
          maybe(node, "error"), node.path("started_micros").asLong(0),
          node.path("first_token_micros").asLong(-1), node.path("duration_micros").asLong(0),
          usage(node.path("usage")), cost(node.path("cost_usd")),
          node.path("estimated").asBoolean(false)));
    }
    return attempts;
  }

  private static List<RailVerdict> rails(JsonNode nodes) {
    List<RailVerdict> rails = new ArrayList<>();
    for (JsonNode node : nodes) {
      rails.add(new RailVerdict(text(node, "rail"), text(node, "scanner"), text(node, "action"),
          text(node, "rule"), node.path("score").asDouble(0), node.path("micros").asLong(0),
          text(node, "hash")));
    }
    return rails;
  }

  private static TraceRecord.Texts texts(JsonNode node) {
    String request = maybe(node, "request");
    return new TraceRecord.Texts(request == null ? null : TraceText.of(request),
        maybe(node, "response"), node.path("truncated").asBoolean(false));
  }

  private static TokenUsage usage(JsonNode node) {
    return new TokenUsage(node.path("input").asLong(0), node.path("cache_read").asLong(0),
        node.path("cache_write_5m").asLong(0), node.path("cache_write_1h").asLong(0),
        node.path("output").asLong(0), node.path("reasoning").asLong(0),
        node.path("audio_input").asLong(0), node.path("audio_output").asLong(0));
  }

  private static @Nullable Cost cost(JsonNode node) {
    return node.isNumber() ? Cost.ofDollars(node.decimalValue()) : null;
  }

  private static Endpoint endpoint(String label) {
    for (Endpoint endpoint : Endpoint.values()) {
      if (endpoint.label().equals(label)) {
        return endpoint;
      }
    }
    return Endpoint.PASSTHROUGH;
  }

  private static long micros(String time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static @Nullable String maybe(JsonNode node, String name) {
    return node.has(name) ? node.path(name).asString("") : null;
  }
}
