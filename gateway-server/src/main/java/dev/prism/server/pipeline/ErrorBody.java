package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.json.JsonText;
import java.nio.charset.StandardCharsets;

/// The one place where a [GatewayError] becomes what a client reads, in the dialect of its endpoint.
final class ErrorBody {
  private ErrorBody() {}

  /// The body of an error response.
  static byte[] json(GatewayError error, Endpoint endpoint, String requestId) {
    return text(error, endpoint, requestId).getBytes(StandardCharsets.UTF_8);
  }

  /// The event that ends a stream which cannot be completed; no success marker may follow it.
  static byte[] event(GatewayError error, Endpoint endpoint, String requestId) {
    String body = text(error, endpoint, requestId);
    String event = switch (endpoint) {
      case MESSAGES, COUNT_TOKENS -> "event: error\ndata: " + body + "\n\n";
      case RESPONSES -> "event: error\ndata: " + responsesError(error) + "\n\n";
      case CHAT_COMPLETIONS, COMPLETIONS, EMBEDDINGS, MODELS, PASSTHROUGH ->
        "data: " + body + "\n\n";
    };
    return event.getBytes(StandardCharsets.UTF_8);
  }

  static boolean isAnthropic(Endpoint endpoint) {
    return endpoint == Endpoint.MESSAGES || endpoint == Endpoint.COUNT_TOKENS;
  }

  /// The status that the client's own libraries expect: Anthropic's know an overloaded provider by 529.
  static int status(GatewayError error, Endpoint endpoint) {
    boolean overloaded = error instanceof GatewayError.ProviderFault && error.status() == 503;
    return overloaded && isAnthropic(endpoint) ? 529 : error.status();
  }

  private static String text(GatewayError error, Endpoint endpoint, String requestId) {
    StringBuilder out = new StringBuilder(256);
    if (isAnthropic(endpoint)) {
      out.append("{\"type\":\"error\",\"error\":{\"type\":");
      JsonText.quote(out, anthropicType(error.status()));
      out.append(",\"message\":");
      JsonText.quote(out, error.message());
      out.append("},\"request_id\":");
      JsonText.quote(out, requestId);
      return out.append('}').toString();
    }
    out.append("{\"error\":{\"message\":");
    JsonText.quote(out, error.message());
    out.append(",\"type\":");
    JsonText.quote(out, openAiType(error.status()));
    out.append(",\"param\":");
    String param = error.param();
    if (param == null) {
      out.append("null");
    } else {
      JsonText.quote(out, param);
    }
    out.append(",\"code\":");
    JsonText.quote(out, error.code());
    return out.append("}}").toString();
  }

  private static String responsesError(GatewayError error) {
    StringBuilder out = new StringBuilder(256);
    out.append("{\"type\":\"error\",\"sequence_number\":0,\"code\":");
    JsonText.quote(out, error.code());
    out.append(",\"message\":");
    JsonText.quote(out, error.message());
    return out.append(",\"param\":null}").toString();
  }

  private static String openAiType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  private static String anthropicType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      case 504 -> "timeout_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }
}
