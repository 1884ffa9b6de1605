package dev.prism.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.GatewayError.ProviderFault;
import dev.prism.providers.Refusal;
import dev.prism.routing.Failure;
import dev.prism.server.upstream.AttemptFailure;
import dev.prism.server.upstream.Timers;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;

class UpstreamFaultsTest {
  private static final Refusal TOO_MANY = new Refusal(
      new ProviderFault(429, "rate_limit_exceeded", "slow down"), true);

  @Test
  void aFullPoolIsOurOwnLimitAndNotTheProvidersFault() {
    Failure failure = UpstreamFaults.of(new AttemptFailure(AttemptFailure.Kind.POOL_FULL, null),
        new Timers(1, "first-token", 1, 1, 1), "up");
    assertThat(failure.kind()).isEqualTo(Failure.Kind.UNSUITED);
    assertThat(failure.error().status()).isEqualTo(503);
    assertThat(failure.error().code()).isEqualTo("overloaded");
  }

  @Test
  void aRefusalWithoutRetryAfterWaitsForTheResetOfItsLimit() {
    HttpHeaders headers = new DefaultHttpHeaders().set("x-ratelimit-remaining-requests", "0")
        .set("x-ratelimit-reset-requests", "7s");
    assertThat(UpstreamFaults.of(TOO_MANY, 429, headers).retryAfterMillis()).isEqualTo(7_000);
    assertThat(UpstreamFaults.of(TOO_MANY, 429, new DefaultHttpHeaders()).retryAfterMillis())
        .isZero();
  }
}
