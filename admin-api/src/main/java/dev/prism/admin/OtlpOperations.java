package dev.prism.admin;

import dev.prism.evals.AppSpan;
import io.javalin.http.Context;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Receives applications' own spans: OTLP over HTTP, protobuf or JSON, plain or gzip.
final class OtlpOperations {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final int LARGEST = 16 << 20;
  private static final int MOST_SPANS = 10_000;

  private final ScorePorts.Spans spans;

  OtlpOperations(ScorePorts.Spans spans) {
    this.spans = spans;
  }

  List<Operation> all() {
    return List
        .of(Operation
            .post("/v1/traces",
                "Takes an application's spans (OTLP over HTTP, protobuf or JSON) and joins them to"
                    + " exchanges by trace id and session id",
                this::take)
            .answersText(PROTOBUF));
  }

  private void take(Context call) {
    String type = call.contentType();
    boolean json = type != null && type.startsWith("application/json");
    if (!json && (type == null || !type.startsWith(PROTOBUF))) {
      throw new Problem(415, "unsupported_media_type",
          "The content type must be application/x-protobuf or application/json.");
    }
    byte[] body = body(call);
    List<AppSpan> taken = json ? OtlpReading.json(body) : OtlpReading.protobuf(body);
    int over = Math.max(0, taken.size() - MOST_SPANS);
    int refused = over + spans.take(over == 0 ? taken : taken.subList(0, MOST_SPANS));
    if (json) {
      AdminJson.answer(call,
          refused == 0
              ? Map.of()
              : Map.of("partialSuccess", Map.of("rejectedSpans", Integer.toString(refused),
                  "errorMessage", "too many spans")));
    } else {
      call.contentType(PROTOBUF).result(response(refused));
    }
  }

  private static byte[] response(int refused) {
    ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
    if (refused > 0) {
      response.setPartialSuccess(ExportTracePartialSuccess.newBuilder()
          .setRejectedSpans(refused)
          .setErrorMessage("too many spans"));
    }
    return response.build().toByteArray();
  }

  private static byte[] body(Context call) {
    byte[] bytes = call.bodyAsBytes();
    String encoding = call.header("Content-Encoding");
    if (encoding == null || encoding.equals("identity")) {
      return bytes;
    }
    if (!encoding.equals("gzip")) {
      throw new Problem(415, "unsupported_media_type", "The content encoding must be gzip.");
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] whole = in.readNBytes(LARGEST + 1);
      if (whole.length > LARGEST) {
        throw new Problem(413, "request_too_large", "The spans are more than 16 MiB.");
      }
      return whole;
    } catch (IOException e) {
      throw Problem.badRequest("The body is not gzip.");
    }
  }
}
