package dev.prism.exchange.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

class JsonTextTest {
  @Test
  void whatIsQuotedIsReadBackUnchanged() {
    ObjectMapper jackson = new ObjectMapper();
    for (long seed = 0; seed < 20_000; seed++) {
      String text = text(new Random(seed));
      byte[] quoted = JsonText.quote(text).getBytes(StandardCharsets.UTF_8);

      assertThat(Vectors.accepts(quoted)).as("seed %d", seed).isTrue();
      assertThat(JsonText.unescape(quoted, 1, quoted.length - 1)).as("seed %d", seed)
          .isEqualTo(text);
      assertThat(jackson.readTree(new String(quoted, StandardCharsets.UTF_8)).asString())
          .as("seed %d", seed)
          .isEqualTo(text);
    }
  }

  @Test
  void everyEscapeHasItsCharacter() {
    byte[] all = "\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\ud834\\udd1e"
        .getBytes(StandardCharsets.UTF_8);

    assertThat(JsonText.unescape(all, 0, all.length)).isEqualTo("\"\\/\b\f\n\r\té€𝄞");
  }

  /// Any UTF-16, lone surrogates and control characters included.
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      switch (random.nextInt(5)) {
        case 0 -> text.append((char) random.nextInt(0x80));
        case 1 -> text.append((char) random.nextInt(0x20));
        case 2 -> text.append((char) (0xD800 + random.nextInt(0x800)));
        case 3 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
        default -> text.append((char) random.nextInt(0x10000));
      }
    }
    return text.toString();
  }
}
