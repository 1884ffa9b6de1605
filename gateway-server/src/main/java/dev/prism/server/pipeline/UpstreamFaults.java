package dev.prism.server.pipeline;

import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.GatewayFault;
import dev.prism.exchange.GatewayError.ProviderFault;
import dev.prism.providers.RateLimits;
import dev.prism.providers.Refusal;
import dev.prism.routing.Failure;
import dev.prism.server.upstream.AttemptFailure;
import dev.prism.server.upstream.Timers;
import io.netty.handler.codec.http.HttpHeaders;

/// What a failed attempt means to routing and to the client.
final class UpstreamFaults {
  private UpstreamFaults() {}

  static Failure of(AttemptFailure failure, Timers timers, String provider) {
    return switch (failure.kind()) {
      case CONNECT -> Failure.of(Failure.Kind.CONNECT,
          broken("The provider " + provider + " cannot be reached."));
      case TIMED_OUT_CONNECT ->
        Failure.of(Failure.Kind.CONNECT, late("connect", timers.connectMillis(), provider));
      case TIMED_OUT_FIRST_TOKEN ->
        Failure.of(Failure.Kind.FIRST_TOKEN, late(timers.first(), timers.firstMillis(), provider));
      case TIMED_OUT_IDLE ->
        Failure.of(Failure.Kind.IDLE, late("idle", timers.idleMillis(), provider));
      case RESET -> Failure.of(Failure.Kind.DISCONNECTED,
          broken("The provider " + provider + " closed the connection without an answer."));
      case CUT -> Failure.of(Failure.Kind.BROKEN_STREAM,
          broken("The provider " + provider + " broke off its answer."));
      case MALFORMED -> Failure.of(Failure.Kind.MALFORMED,
          broken("The answer of the provider " + provider + " cannot be read."));
      // Our own limit: nothing was sent, and the provider's breaker must not hear of it.
      case POOL_FULL -> Failure.of(Failure.Kind.UNSUITED, new GatewayFault(503, "overloaded",
          "Too many connections to " + provider + " are open.", 1000));
    };
  }

  /// What an error status means.
  static Failure of(Refusal refusal, int status, HttpHeaders headers) {
    GatewayError error = refusal.error();
    String said = headers.get("x-should-retry");
    Boolean shouldRetry = said == null ? null : Boolean.valueOf(said);
    if (!refusal.retryable() && status >= 429) {
      shouldRetry = false;
    }
    long wait = error.retryAfterMillis();
    if (wait == 0 && (status == 429 || status == 503)) {
      wait = RateLimits.pauseMillis(headers::get);
    }
    return new Failure(Failure.Kind.STATUS, status, error.code(), shouldRetry, wait, error);
  }

  /// The limit on the whole exchange has passed.
  static GatewayError total(long millis) {
    return new ProviderFault(504, "upstream_timeout",
        "No whole answer came within " + millis + " ms (time limit: total).");
  }

  private static GatewayError late(String timer, long millis, String provider) {
    return new ProviderFault(504, "upstream_timeout", "The provider " + provider
        + " did not keep within " + millis + " ms (time limit: " + timer + ").");
  }

  private static GatewayError broken(String message) {
    return new ProviderFault(502, "upstream_error", message);
  }
}
