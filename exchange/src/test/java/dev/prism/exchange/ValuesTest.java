package dev.prism.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {
  @Test
  void usageAddsUpItsDisjointBuckets() {
    TokenUsage usage = new TokenUsage(1, 2, 4, 8, 16, 32, 64, 128);

    assertThat(usage.prompt()).isEqualTo(1 + 2 + 4 + 8 + 64);
    assertThat(usage.completion()).isEqualTo(16 + 32 + 128);
    assertThat(usage.total()).isEqualTo(255);
    assertThat(usage.plus(usage).total()).isEqualTo(510);
    assertThat(TokenUsage.NONE.plus(usage)).isEqualTo(usage);
    assertThat(TokenUsage.of(3, 4)).isEqualTo(new TokenUsage(3, 0, 0, 0, 4, 0, 0, 0));
  }

  @Test
  void noBucketIsNegative() {
    for (int bucket = 0; bucket < 8; bucket++) {
      long[] n = new long[8];
      n[bucket] = -1;
      assertThatThrownBy(() -> new TokenUsage(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void costIsExact() {
    Cost cost = Cost.ofDollars(new BigDecimal("0.000000000001"));
    Cost sum = Cost.ZERO;
    for (int i = 0; i < 1_000_000; i++) {
      sum = sum.plus(cost);
    }

    assertThat(sum.dollars()).isEqualByComparingTo("0.000001");
    assertThat(Cost.ofDollars(new BigDecimal("1.25")).picoDollars()).isEqualTo(1_250_000_000_000L);
    assertThatThrownBy(() -> Cost.ofDollars(new BigDecimal("0.0000000000001")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Cost(Long.MAX_VALUE).plus(cost))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Cost(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCostHeaderHasSixDecimalsRoundedHalfUp() {
    assertThat(Cost.ZERO.header()).isEqualTo("0.000000");
    assertThat(Cost.ofDollars(new BigDecimal("0.0000005")).header()).isEqualTo("0.000001");
    assertThat(Cost.ofDollars(new BigDecimal("0.00000049")).header()).isEqualTo("0.000000");
    assertThat(Cost.ofDollars(new BigDecimal("1234.5")).header()).isEqualTo("1234.500000");
  }

  @Test
  void aTenantMayUseWhatItsListNames() {
    Tenant tenant = new Tenant("acme", List.of("chat", "openai/*", "gem*"), Tenant.Limits.NONE);

    assertThat(List.of("chat", "openai/gpt-5", "openai/", "gemini", "gem"))
        .allMatch(tenant::mayUse);
    assertThat(List.of("", "chat2", "cha", "openai", "azure/gpt-5", "Chat", "*"))
        .noneMatch(tenant::mayUse);
    assertThat(new Tenant("all", List.of("*"), Tenant.Limits.NONE).mayUse("anything")).isTrue();
    assertThat(new Tenant("none", List.of(), Tenant.Limits.NONE).mayUse("anything")).isFalse();
  }

  @Test
  void aTenantDoesNotChangeWithTheListItWasMadeOf() {
    List<String> routes = new ArrayList<>(List.of("chat"));
    Tenant tenant = new Tenant("acme", routes, Tenant.Limits.NONE);
    routes.add("other");

    assertThat(tenant.mayUse("other")).isFalse();
    assertThatThrownBy(() -> new Tenant.Limits(-1, 0, Cost.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSecretPrintsNothingOfItself() {
    Secret secret = new Secret("sk-live-1");

    assertThat(secret.toString() + List.of(secret)).doesNotContain("sk-live");
    assertThat(secret.reveal()).isEqualTo("sk-live-1");
    assertThat(secret).isEqualTo(new Secret("sk-live-1"))
        .hasSameHashCodeAs(new Secret("sk-live-1"))
        .isNotEqualTo(new Secret("sk-live-2"));
    assertThat(new Secret("").isEmpty()).isTrue();
  }

  @Test
  void anErrorNamesWhoFailed() {
    assertThat(new GatewayError.ClientFault(400, "invalid_request_error", "x").blame())
        .isEqualTo("client");
    assertThat(new GatewayError.PolicyRefusal(429, "rate_limit_exceeded", "x", 1500).blame())
        .isEqualTo("policy");
    assertThat(new GatewayError.ProviderFault(502, "upstream_error", "x").blame())
        .isEqualTo("provider");
    assertThat(new GatewayError.GatewayFault(503, "overloaded", "x").retryAfterMillis()).isZero();
  }

  @Test
  void onlyContentEndsTheRightToFailOver() {
    List<ResponseEvent> silent = List.of(new ResponseEvent.Head("i", "m"),
        new ResponseEvent.Finish(0, "stop"), new ResponseEvent.Usage(TokenUsage.NONE),
        new ResponseEvent.Failed("c", "m"), new ResponseEvent.End());
    List<ResponseEvent> content = List.of(new ResponseEvent.TextDelta(0, "a"),
        new ResponseEvent.ReasoningDelta(0, "a"), new ResponseEvent.RefusalDelta(0, "a"),
        new ResponseEvent.ToolCallDelta(0, 0, null, null, ""), new ResponseEvent.Other(0));

    assertThat(silent).noneMatch(ResponseEvent::bearsContent);
    assertThat(content).allMatch(ResponseEvent::bearsContent);
  }
}
