package dev.prism.providers;

import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.ClientFault;
import dev.prism.exchange.GatewayError.ProviderFault;
import java.util.Set;

/// What an error reply means, in any of the forms that providers use. What is wrong with the request is the
/// client's to know, in the provider's words; what is wrong with the operator's key, quota or provider is
/// not, since the words may name an account.
public final class Refusals {
  private static final Set<String> SPENT = Set.of("insufficient_quota",
      "billing_hard_limit_reached", "billing_not_active", "enforced_spend_limit_reached");

  private Refusals() {}

  /// Reads status, headers and body together, since no provider puts all of it in one of them.
  public static Refusal of(int status, ReplyHeaders headers, byte[] body) {
    ErrorBody error = ErrorBody.read(body);
    if (isAuth(status, error)) {
      return new Refusal(
          new ProviderFault(502, "upstream_auth", "the provider refused the gateway's credentials"),
          false);
    }
    if (status == 402 || SPENT.contains(error.code()) || SPENT.contains(error.type())
        || awsType(headers).equals("ServiceQuotaExceededException")) {
      return new Refusal(new ProviderFault(502, "upstream_error",
          "the quota of the gateway's account at the provider is spent"), false);
    }
    if (isTransient(status)) {
      long wait = RetryAfter.millis(headers);
      return new Refusal(fault(status, wait), !"false".equals(headers.get("x-should-retry")));
    }
    return new Refusal(clientFault(status, error), "true".equals(headers.get("x-should-retry")));
  }

  /// xAI and Google answer 400 to a bad key.
  private static boolean isAuth(int status, ErrorBody error) {
    return status == 401 || status == 403 || status == 407
        || (status == 400
            && (error.code().equals("API_KEY_INVALID") || error.code().equals("invalid_api_key")
                || error.message().startsWith("Incorrect API key provided")
                || error.message().startsWith("API key not valid")));
  }

  private static boolean isTransient(int status) {
    return status >= 500 || status == 408 || status == 424 || status == 425 || status == 429
        || status < 400;
  }

  private static GatewayError fault(int status, long retryAfterMillis) {
    return switch (status) {
      case 429 -> new ProviderFault(429, "rate_limit_exceeded",
          "the provider limits the gateway's requests", retryAfterMillis);
      case 503, 529 ->
        new ProviderFault(503, "overloaded", "the provider is overloaded", retryAfterMillis);
      case 408, 504 -> new ProviderFault(504, "upstream_timeout",
          "the provider ran out of time (status " + status + ")", retryAfterMillis);
      default -> new ProviderFault(502, "upstream_error",
          "the provider failed (status " + status + ")", retryAfterMillis);
    };
  }

  private static GatewayError clientFault(int status, ErrorBody error) {
    String message = error.message().isEmpty()
        ? "the provider refused the request (status " + status + ")"
        : error.message();
    if (isTooLong(message)) {
      return new ClientFault(status, "context_length_exceeded", message, error.param());
    }
    String code = error.code().isEmpty() ? error.type() : error.code();
    String known = code.isEmpty()
        ? (status == 404 ? "model_not_found" : "invalid_request_error")
        : code;
    return new ClientFault(status, known, message, error.param());
  }

  /// What AWS puts into a header: the name of its exception, and an address behind a colon.
  private static String awsType(ReplyHeaders headers) {
    String type = headers.get("x-amzn-errortype");
    int colon = type == null ? -1 : type.indexOf(':');
    return type == null ? "" : colon < 0 ? type : type.substring(0, colon);
  }

  /// Only OpenAI has a code for a prompt that does not fit; the others have sentences.
  private static boolean isTooLong(String message) {
    return message.startsWith("prompt is too long") || message.startsWith("Input is too long")
        || message.contains("maximum context length") || message.startsWith("too many tokens")
        || message.contains("exceed context limit")
        || message.contains("exceeds the maximum number of tokens allowed");
  }
}
