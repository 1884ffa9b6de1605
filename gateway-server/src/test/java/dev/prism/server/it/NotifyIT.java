package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawResponse;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// People are told of an incident, and nobody waits for them.
class NotifyIT {
  private static final Duration SOON = Duration.ofSeconds(15);

  @Test
  void anIncidentIsToldAndASinkThatHangsDelaysNothing() throws IOException {
    try (StubProvider up = StubProvider.answering(Chat.answer());
        StubProvider tool = StubProvider.answering(Reply.json(200, "{}"));
        TestGateway gateway = TestGateway.start(GatewayYaml.to(up.port())
            .more("incidents: { notify: [ { webhook: { url: \"" + tool.url()
                + "/hook\", secret: s3cr3t } } ] }\n"))) {
      open(gateway, "wrong refunds");
      ReceivedRequest told = tool.awaitRequest(0, SOON);
      assertThat(told.bodyText()).contains("\"kind\":\"OPENED\"").contains("\"route\":\"chat\"");
      assertThat(told.header("x-prism-signature")).isPresent();

      tool.answer(Reply.nothing(Reply.Ending.HANG));
      open(gateway, "more wrong refunds");
      long begun = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        assertThat(gateway.chat("chat").status()).isEqualTo(200);
      }
      open(gateway, "and more");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }
  }

  private static void open(TestGateway gateway, String reason) throws IOException {
    RawResponse opened = gateway.admin("POST", "/api/incidents",
        "{\"route\":\"chat\",\"class\":\"drift\",\"severity\":\"S2\",\"reason\":\"" + reason
            + "\"}");
    assertThat(opened.status()).as(opened.text()).isEqualTo(201);
  }
}
