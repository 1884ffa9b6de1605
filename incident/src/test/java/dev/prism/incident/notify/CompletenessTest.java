package dev.prism.incident.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/// A notifier without a test of its own fails here.
class CompletenessTest {
  @Test
  void everyNotifierHasATestThatExtendsTheContract() throws ClassNotFoundException {
    int seen = 0;
    for (NotifierFactory<?> factory : ServiceLoader.load(NotifierFactory.class)) {
      seen++;
      assertThat(Class.forName(factory.getClass().getEnclosingClass().getName() + "Test"))
          .as(factory.name())
          .matches(NotifierContract.class::isAssignableFrom);
    }
    assertThat(seen).isEqualTo(7);
  }

  @Test
  void anExtensionPointHasThreeMethodsAtMost() {
    assertThat(Arrays.stream(Notifier.class.getDeclaredMethods()).map(Method::getName))
        .hasSizeLessThanOrEqualTo(3);
  }
}
