package dev.prism.exchange;

import org.jspecify.annotations.Nullable;

/// Why an exchange did not end well, sorted by who failed. Every message is fit for the client: it
/// names no secret, no matched text and no address.
public sealed interface GatewayError {
  /// The HTTP status that the client sees, 400 to 599.
  int status();

  /// The stable name of the error, `upstream_timeout` for instance.
  String code();

  /// One sentence for a person, without secrets or matched text.
  String message();

  /// How long the client should wait before it tries again, in milliseconds; 0 when that is unknown.
  default long retryAfterMillis() {
    return 0;
  }

  /// The field of the request that is at fault, when there is one.
  default @Nullable String param() {
    return null;
  }

  /// Who failed, as metrics and traces name it.
  default String blame() {
    return switch (this) {
      case ClientFault _ -> "client";
      case PolicyRefusal _ -> "policy";
      case ProviderFault _ -> "provider";
      case GatewayFault _ -> "gateway";
    };
  }

  /// The request itself is wrong; the same request will fail again.
  record ClientFault(int status, String code, String message, @Nullable String param)
      implements
        GatewayError {
    public ClientFault(int status, String code, String message) {
      this(status, code, message, null);
    }
  }

  /// The operator's rules refused: a limit, a budget, a rail.
  record PolicyRefusal(int status, String code, String message, long retryAfterMillis)
      implements
        GatewayError {
    public PolicyRefusal(int status, String code, String message) {
      this(status, code, message, 0);
    }
  }

  /// The provider refused, broke, or took too long.
  record ProviderFault(int status, String code, String message, long retryAfterMillis)
      implements
        GatewayError {
    public ProviderFault(int status, String code, String message) {
      this(status, code, message, 0);
    }
  }

  /// Prism itself could not serve: overload, drain, or a bug.
  record GatewayFault(int status, String code, String message, long retryAfterMillis)
      implements
        GatewayError {
    public GatewayFault(int status, String code, String message) {
      this(status, code, message, 0);
    }
  }
}
