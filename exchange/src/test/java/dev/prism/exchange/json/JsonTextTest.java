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

  @Test
  void aLongTextIsWrittenAsItsPartsAre() {
    Random random = new Random(20_261_128);
    String[] odd = {"\ud800", "\udc00", "é", "💡", "\"", "\\", "\n", "\u0001", "\u007f", "\u0080",
        "漢"};
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder("plain text of ASCII ".repeat(4 + random.nextInt(6)));
      StringBuilder wanted = new StringBuilder();
      for (int j = random.nextInt(4); j > 0; j--) {
        text.insert(random.nextInt(text.length()), odd[random.nextInt(odd.length)]);
      }
      text.codePoints().forEach(c -> wanted.append(quotedAlone(new String(Character.toChars(c)))));
      assertThat(JsonText.quote(text.toString())).as("case %d", i).isEqualTo("\"" + wanted + "\"");
      byte[] quoted = wanted.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(JsonText.unescape(quoted, 0, quoted.length)).as("case %d", i)
          .isEqualTo(text.toString());
    }
  }

  @Test
  void aTextOfNothingButEscapesIsWritten() {
    String text = "\u0001\"\n".repeat(500);

    String quoted = JsonText.quote(text);

    assertThat(quoted).isEqualTo("\"" + "\\u0001\\\"\\n".repeat(500) + "\"");
  }

  private static String quotedAlone(String text) {
    String quoted = JsonText.quote(text);
    return quoted.substring(1, quoted.length() - 1);
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
