package dev.prism.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/// A call that cannot be answered as asked: problem details (RFC 9457). Ordinary, so without a stack
/// trace.
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final String code;
  private final transient Map<String, Object> more = new LinkedHashMap<>();

  /// @param code  stable, for programs: `not_found`
  /// @param detail for people
  Problem(int status, String code, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
  }

  /// A further member of the answer.
  Problem with(String name, Object value) {
    more.put(name, value);
    return this;
  }

  static Problem badRequest(String detail) {
    return new Problem(400, "invalid_request", detail);
  }

  static Problem notFound(String detail) {
    return new Problem(404, "not_found", detail);
  }

  int status() {
    return status;
  }

  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", title(status));
    body.put("status", status);
    body.put("code", code);
    body.put("detail", String.valueOf(getMessage()));
    body.putAll(more);
    return body;
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 421 -> "Misdirected Request";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> status < 500 ? "Request Refused" : "Internal Server Error";
    };
  }
}
