package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.RawResponse;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A start without its store, its disk or its collector serves all the same, and says what is missing.
class DegradedStartIT {
  @Test
  void withoutItsStore() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port())
            .store("\"postgresql://nobody:nothing@127.0.0.1:1/prism\""))) {
      assertThat(gateway.chat("chat").status()).isEqualTo(200);
      assertMetric(gateway, "prism_store_ready", "0");
    }
  }

  @Test
  void aReloadWithoutTheStoreIsRefusedAndChangesNothing() throws IOException {
    String away = "\"postgresql://nobody:nothing@127.0.0.1:1/prism\"";
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()).store(away))) {
      gateway.rewrite(GatewayYaml.empty()
          .provider("other", GatewayYaml.openAi(stub.port()))
          .route("other", "{ a: { provider: other, model: m } }", "{ primary: a }")
          .store(away));
      RawResponse refused = gateway.admin("POST", "/api/reload", "");
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.text()).contains("the store is away");
      RawResponse served = gateway.chat("chat");
      assertThat(served.status()).isEqualTo(200);
      assertThat(served.header("x-prism-revision")).contains("0");
      assertThat(gateway.chat("other").status()).isEqualTo(404);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withAFullDiskForTraces() throws IOException {
    if (!Files.exists(Path.of("/dev/full"))) {
      return;
    }
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway
            .start(GatewayYaml.to(stub.port()).sinks("    - file: /dev/full\n"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(gateway.chat("chat").status()).isEqualTo(200);
      }
      Await.until("lost traces are counted", TestGateway.SOON,
          () -> sum(gateway, "dropped") + sum(gateway, "failed") >= 20);
    }
  }

  @Test
  void withoutItsCollector() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway
            .start(GatewayYaml.to(stub.port()).sinks("    - otlp: \"http://127.0.0.1:1\"\n"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(gateway.chat("chat").status()).isEqualTo(200);
      }
      Await.until("lost traces are counted", TestGateway.SOON,
          () -> sum(gateway, "dropped") + sum(gateway, "failed") >= 20);
    }
  }

  private static void assertMetric(TestGateway gateway, String name, String value) {
    Await.until(name + " is " + value, TestGateway.SOON, () -> metrics(gateway).lines()
        .anyMatch(line -> line.startsWith(name) && line.endsWith(" " + value + ".0")));
  }

  /// How many traces met this fate at the sinks of the configuration.
  private static double sum(TestGateway gateway, String fate) {
    return metrics(gateway).lines()
        .filter(line -> line.startsWith("prism_side_stream_traces_total"))
        .filter(line -> line.contains("fate=\"" + fate + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String metrics(TestGateway gateway) {
    try {
      return gateway.metrics();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
