package dev.prism.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.StrictJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatBodyTest {
  @ParameterizedTest
  @ValueSource(ints = {1024, 16 * 1024, 100 * 1024, 150 * 1024})
  void bodyIsJsonOfTheSizeThatIsWanted(int bytes) {
    for (boolean stream : new boolean[]{true, false}) {
      byte[] body = ChatBody.of(bytes, stream);
      assertThat(body).hasSize(bytes).isEqualTo(ChatBody.of(bytes, stream));
      assertThat(new StrictJson(JsonLimits.REQUEST).problemIn(body, 0, body.length)).isNull();
      assertThat(new String(body, StandardCharsets.UTF_8).contains("\"stream\":true"))
          .isEqualTo(stream);
    }
  }
}
