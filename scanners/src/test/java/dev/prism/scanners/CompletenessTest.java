package dev.prism.scanners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.scanners.remote.RemoteScannersTest;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/// A scanner without a test of its own fails here.
class CompletenessTest {
  @Test
  void everyScannerHasATestThatExtendsTheContract() {
    for (ScannerFactory<?> factory : ServiceLoader.load(ScannerFactory.class)) {
      if (factory instanceof FaultyScanner.Factory) {
        continue;
      }
      if (factory.getClass().getPackageName().endsWith(".remote")) {
        assertThat(RemoteScannersTest.NAMES).contains(factory.name());
      } else {
        assertThat(testOf(factory)).as(factory.name())
            .matches(ScannerContract.class::isAssignableFrom);
      }
    }
  }

  private static Class<?> testOf(ScannerFactory<?> factory) {
    String name = factory.getClass().getEnclosingClass().getName() + "Test";
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException missing) {
      throw new AssertionError("there is no " + name, missing);
    }
  }

  @Test
  void whatTheContractCoversIsInstalled() {
    assertThat(Rails.CATALOG.names()).containsAll(RemoteScannersTest.NAMES)
        .containsAll(
            List.of("code_injection", "groundedness", "invisible_char", "jailbreak", "language",
                "leakage", "malicious_url", "pii", "regex", "secrets", "topic_restriction"));
  }
}
