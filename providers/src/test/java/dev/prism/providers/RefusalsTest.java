package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.ClientFault;
import dev.prism.exchange.GatewayError.ProviderFault;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  @Test
  void whatIsWrongWithTheRequestIsTheClientsToKnow() {
    assertThat(error(400,
        "{\"error\":{\"message\":\"Too long\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}"))
        .isEqualTo(new ClientFault(400, "context_length_exceeded", "Too long", "messages"));
  }

  @Test
  void everyFormOfAnErrorBodyIsRead() {
    assertThat(error(404, "{\"error\":\"model 'x' not found\"}").message())
        .isEqualTo("model 'x' not found");
    assertThat(error(422, "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"extra\"}]}").message())
        .isEqualTo("extra");
    assertThat(error(422, "{\"object\":\"error\",\"message\":{\"detail\":[{\"msg\":\"extra\"}]}}")
        .message()).isEqualTo("extra");
    assertThat(error(400, "[{\"error\":{\"code\":400,\"message\":\"bad\"}}]").message())
        .isEqualTo("bad");
    assertThat(error(400, "{\"code\":\"invalid-argument\",\"error\":\"bad\"}"))
        .isEqualTo(new ClientFault(400, "invalid-argument", "bad", null));
    assertThat(error(413, "<html>too large</html>").message()).contains("413");
    assertThat(error(404, "").code()).isEqualTo("model_not_found");
  }

  @Test
  void aRefusedKeyIsTheGatewaysTroubleAndIsNotToldToTheClient() {
    for (int status : new int[]{401, 403}) {
      Refusal refusal = refuse(status,
          "{\"error\":{\"message\":\"Incorrect API key provided: sk-a\"}}", Map.of());
      assertThat(refusal.error().status()).isEqualTo(502);
      assertThat(refusal.error().code()).isEqualTo("upstream_auth");
      assertThat(refusal.error().message()).doesNotContain("sk-a");
      assertThat(refusal.retryable()).isFalse();
    }
  }

  @Test
  void aBadKeyOfStatus400IsSeenAsRefusedCredentials() {
    assertThat(
        error(400, "{\"code\":\"invalid-argument\",\"error\":\"Incorrect API key provided: x\"}")
            .code())
        .isEqualTo("upstream_auth");
    assertThat(error(400,
        "{\"error\":{\"code\":400,\"message\":\"API key not valid.\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}")
        .code()).isEqualTo("upstream_auth");
  }

  @Test
  void aSpentQuotaOfStatus429IsNotRetried() {
    Refusal refusal = refuse(429,
        "{\"error\":{\"message\":\"m\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}",
        Map.of("retry-after", "1"));
    assertThat(refusal.retryable()).isFalse();
    assertThat(refusal.error()).isInstanceOf(ProviderFault.class);
  }

  @Test
  void aThrottledRequestMayBeRetriedAfterItsWait() {
    Refusal refusal = refuse(429, "{\"error\":{\"code\":\"rate_limit_exceeded\"}}",
        Map.of("retry-after", "0.25"));
    assertThat(refusal.retryable()).isTrue();
    assertThat(refusal.error().retryAfterMillis()).isEqualTo(250);
    assertThat(refuse(429, "", Map.of("retry-after", "9", "retry-after-ms", "20")).error()
        .retryAfterMillis()).isEqualTo(20);
    assertThat(refuse(503, "", Map.of("retry-after", "Fri, 01 Jan 1999 00:00:00 GMT")).error()
        .retryAfterMillis()).isZero();
    assertThat(refuse(503, "", Map.of("retry-after", "soon")).error().retryAfterMillis()).isZero();
  }

  @Test
  void theProvidersOwnWordOnRetryingWins() {
    assertThat(refuse(500, "", Map.of("x-should-retry", "false")).retryable()).isFalse();
    assertThat(refuse(409, "", Map.of("x-should-retry", "true")).retryable()).isTrue();
  }

  @Test
  void troubleOfTheProviderIsNamedByWhatItIs() {
    assertThat(error(500, "").code()).isEqualTo("upstream_error");
    assertThat(error(529, "").status()).isEqualTo(503);
    assertThat(error(504, "").code()).isEqualTo("upstream_timeout");
    assertThat(error(424, "").status()).isEqualTo(502);
    assertThat(error(302, "").status()).isEqualTo(502);
  }

  private static GatewayError error(int status, String body) {
    return refuse(status, body, Map.of()).error();
  }

  private static Refusal refuse(int status, String body, Map<String, String> headers) {
    ReplyHeaders named = headers::get;
    return Refusals.of(status, named, body.getBytes(StandardCharsets.UTF_8));
  }
}
