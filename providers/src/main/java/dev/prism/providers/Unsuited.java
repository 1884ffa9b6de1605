package dev.prism.providers;

import dev.prism.exchange.GatewayError;

/// A request cannot be made of a client's body: the body is wrong, or it asks for something that the
/// provider's dialect cannot say. Nothing was sent. Carries no stack trace: it is ordinary.
public final class Unsuited extends Exception {
  private static final long serialVersionUID = 1;
  private final transient GatewayError.ClientFault error;

  public Unsuited(GatewayError.ClientFault error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /// The request is wrong at `param`.
  public static Unsuited wrong(String param, String message) {
    return new Unsuited(new GatewayError.ClientFault(400, "invalid_request_error", message, param));
  }

  /// The target cannot do what `param` asks for.
  public static Unsuited cannot(String param, String message) {
    return new Unsuited(new GatewayError.ClientFault(400, "unsupported_parameter", message, param));
  }

  public GatewayError.ClientFault error() {
    return error;
  }
}
