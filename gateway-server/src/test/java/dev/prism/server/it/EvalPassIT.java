package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Nobody but the gateway itself chooses the target that answers.
class EvalPassIT {
  @Test
  void theHeaderMeansNothingFromAnyoneElse() throws IOException {
    try (StubProvider up = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.empty()
            .provider("up", GatewayYaml.openAi(up.port()))
            .route("demo",
                "{ stable: { provider: up, model: a }, candidate: { provider: up, model: b } }",
                "{ primary: stable }"))) {
      RawResponse plain = gateway.chat("demo");
      for (Header[] sent : new Header[][]{{new Header("x-prism-eval-target", "candidate")},
          {new Header("x-prism-eval-target", "candidate"),
              new Header("authorization", "Bearer sk-prism-eval-guess")}}) {
        RawResponse pinned = gateway.chat("demo", sent);
        assertThat(pinned.header("x-prism-target")).isEqualTo(plain.header("x-prism-target"));
      }
    }
  }
}
