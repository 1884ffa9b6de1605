package dev.prism.admin;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.prism.evals.AppSpan;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads spans from OTLP, in either of its two encodings. A span without ids is left out.
final class OtlpReading {
  private static final long NANOS = 1_000;
  /// The event that carries an evaluation's result; its attributes count as the span's.
  private static final String EVALUATION = "gen_ai.evaluation.result";

  private OtlpReading() {}

  /// @throws Problem if it is no such message
  static List<AppSpan> protobuf(byte[] body) {
    try {
      List<AppSpan> spans = new ArrayList<>();
      for (ResourceSpans resource : ExportTraceServiceRequest.parseFrom(body)
          .getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          for (Span span : scope.getSpansList()) {
            add(spans, span);
          }
        }
      }
      return spans;
    } catch (InvalidProtocolBufferException e) {
      throw Problem.badRequest("The body is no ExportTraceServiceRequest.");
    }
  }

  private static void add(List<AppSpan> spans, Span span) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (KeyValue attribute : span.getAttributesList()) {
      put(attributes, attribute.getKey(), text(attribute.getValue()));
    }
    for (Span.Event event : span.getEventsList()) {
      if (event.getName().equals(EVALUATION)) {
        event.getAttributesList()
            .forEach(one -> put(attributes, one.getKey(), text(one.getValue())));
      }
    }
    ByteString parent = span.getParentSpanId();
    add(spans,
        new Ids(hex(span.getTraceId()), hex(span.getSpanId()),
            parent.isEmpty() ? null : hex(parent)),
        span.getName(),
        new Times(span.getStartTimeUnixNano() / NANOS, span.getEndTimeUnixNano() / NANOS),
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR, attributes);
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case ARRAY_VALUE -> AdminJson.MAPPER.writeValueAsString(
          value.getArrayValue().getValuesList().stream().map(OtlpReading::text).toList());
      case KVLIST_VALUE, BYTES_VALUE, STRING_VALUE_STRINDEX, VALUE_NOT_SET -> "";
    };
  }

  /// @throws Problem if it is no such message
  static List<AppSpan> json(byte[] body) {
    try {
      List<AppSpan> spans = new ArrayList<>();
      JsonNode root = AdminJson.MAPPER.readTree(body);
      if (!root.isObject()) {
        throw Problem.badRequest("The body is not a JSON object.");
      }
      for (JsonNode resource : root.path("resourceSpans")) {
        for (JsonNode scope : resource.path("scopeSpans")) {
          for (JsonNode span : scope.path("spans")) {
            add(spans, span);
          }
        }
      }
      return spans;
    } catch (JacksonException e) {
      throw Problem.badRequest("The body is not JSON: " + e.getOriginalMessage());
    }
  }

  private static void add(List<AppSpan> spans, JsonNode span) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (JsonNode attribute : span.path("attributes")) {
      put(attributes, attribute.path("key").asString(""), text(attribute.path("value")));
    }
    for (JsonNode event : span.path("events")) {
      if (event.path("name").asString("").equals(EVALUATION)) {
        for (JsonNode attribute : event.path("attributes")) {
          put(attributes, attribute.path("key").asString(""), text(attribute.path("value")));
        }
      }
    }
    String parent = span.path("parentSpanId").asString("");
    JsonNode code = span.path("status").path("code");
    add(spans,
        new Ids(span.path("traceId").asString(""), span.path("spanId").asString(""),
            parent.isEmpty() ? null : parent),
        span.path("name").asString(""),
        new Times(micros(span.path("startTimeUnixNano")), micros(span.path("endTimeUnixNano"))),
        code.asInt(0) == 2 || code.asString("").equals("STATUS_CODE_ERROR"), attributes);
  }

  private static String text(JsonNode value) {
    for (String member : List.of("stringValue", "boolValue", "intValue", "doubleValue")) {
      if (value.has(member)) {
        return value.path(member).asString("");
      }
    }
    if (value.has("arrayValue")) {
      List<String> all = new ArrayList<>();
      for (JsonNode element : value.path("arrayValue").path("values")) {
        all.add(text(element));
      }
      return AdminJson.MAPPER.writeValueAsString(all);
    }
    return "";
  }

  private static long micros(JsonNode nanos) {
    try {
      return Long.parseUnsignedLong(nanos.asString("0")) / NANOS;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private record Ids(String trace, String span, @Nullable String parent) {
    boolean valid() {
      return trace.length() == 32 && span.length() == 16;
    }
  }

  private record Times(long start, long end) {}

  private static void add(List<AppSpan> spans, Ids ids, String name, Times times, boolean failed,
      Map<String, String> attributes) {
    if (ids.valid()) {
      spans.add(new AppSpan(ids.trace(), ids.span(), ids.parent(), cut(name, 256), times.start(),
          Math.max(0, times.end() - times.start()), failed, attributes));
    }
  }

  private static void put(Map<String, String> attributes, String key, String value) {
    if (attributes.size() < AppSpan.MOST_ATTRIBUTES && !key.isEmpty() && !value.isEmpty()) {
      attributes.put(cut(key, 256), cut(value, AppSpan.LONGEST));
    }
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
