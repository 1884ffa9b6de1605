package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContextSizesTest {
  @Test
  void modelIsFoundByItsNameItsVersionAndBehindItsMaker() {
    assertThat(ContextSizes.tokens("gpt-4o-mini")).isEqualTo(128_000);
    assertThat(ContextSizes.tokens("gpt-4o-mini-2024-07-18")).isEqualTo(128_000);
    assertThat(ContextSizes.tokens("openai/gpt-4o")).isEqualTo(128_000);
    assertThat(ContextSizes.tokens("gpt-4.1")).isGreaterThan(1_000_000);
  }

  @Test
  void otherModelOfTheFamilyIsNotGuessed() {
    assertThat(ContextSizes.tokens("gpt-4o-mini-of-mine")).isZero();
    assertThat(ContextSizes.tokens("gpt-4-2")).isZero();
    assertThat(ContextSizes.tokens("")).isZero();
    assertThat(ContextSizes.tokens("-2024")).isZero();
  }
}
