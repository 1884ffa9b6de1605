package dev.prism.server.pipeline;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The names of the `x-prism-…` headers, and the one way in which their values are set: a value that a
/// header cannot carry as it is, is left out rather than altered.
final class GatewayHeaders {
  static final AsciiString REQUEST_ID = AsciiString.cached("x-prism-request-id");
  static final AsciiString TRACE_ID = AsciiString.cached("x-prism-trace-id");
  static final AsciiString ROUTE = AsciiString.cached("x-prism-route");
  static final AsciiString REVISION = AsciiString.cached("x-prism-revision");
  static final AsciiString STRATEGY = AsciiString.cached("x-prism-routing-strategy");
  static final AsciiString TARGET = AsciiString.cached("x-prism-target");
  static final AsciiString PROVIDER = AsciiString.cached("x-prism-provider");
  static final AsciiString MODEL_USED = AsciiString.cached("x-prism-model-used");
  static final AsciiString PROMPT_VERSION = AsciiString.cached("x-prism-prompt-version");
  static final AsciiString FALLBACK_USED = AsciiString.cached("x-prism-fallback-used");
  static final AsciiString ATTEMPTS = AsciiString.cached("x-prism-attempts");
  static final AsciiString LATENCY_MS = AsciiString.cached("x-prism-latency-ms");
  static final AsciiString COST = AsciiString.cached("x-prism-cost");
  static final AsciiString GUARDRAIL_TRIGGERED = AsciiString.cached("x-prism-guardrail-triggered");
  static final AsciiString GUARDRAIL = AsciiString.cached("x-prism-guardrail");
  static final AsciiString DROPPED_PARAMS = AsciiString.cached("x-prism-dropped-params");
  static final AsciiString INCIDENT = AsciiString.cached("x-prism-incident");

  // What others know too.
  static final AsciiString ANTHROPIC_REQUEST_ID = AsciiString.cached("request-id");
  static final AsciiString PLAIN_REQUEST_ID = AsciiString.cached("x-request-id");
  static final AsciiString TRACEPARENT = AsciiString.cached("traceparent");
  static final AsciiString API_KEY = AsciiString.cached("x-api-key");

  // What a client may say.
  static final AsciiString TIMEOUT_MS = AsciiString.cached("x-prism-timeout-ms");
  static final AsciiString SESSION_ID = AsciiString.cached("x-prism-session-id");
  static final AsciiString USER_ID = AsciiString.cached("x-prism-user-id");
  static final AsciiString METADATA = AsciiString.cached("x-prism-metadata");
  static final AsciiString STREAM_SUMMARY = AsciiString.cached("x-prism-stream-summary");

  private static final int MAX_VALUE_CHARS = 512;

  private GatewayHeaders() {}

  /// Adds the header if there is a value and it is printable ASCII of a reasonable length.
  static void add(HttpHeaders headers, AsciiString name, @Nullable String value) {
    if (value != null && isPlain(value)) {
      headers.add(name, value);
    }
  }

  private static boolean isPlain(String value) {
    if (value.isEmpty() || value.length() > MAX_VALUE_CHARS) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isPrintable(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// Whether it may stand in a header, and is ASCII.
  static boolean isPrintable(char c) {
    return c >= 0x20 && c <= 0x7E;
  }
}
