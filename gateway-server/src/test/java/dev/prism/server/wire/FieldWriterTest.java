package dev.prism.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FieldWriterTest {
  private static HttpHeaders headers() {
    return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
  }

  private static String written(HttpHeaders headers) {
    ByteBuf out = Unpooled.buffer();
    FieldWriter.write(headers, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void fieldsAreWrittenInTheirOrder() {
    HttpHeaders headers = headers();
    headers.add(AsciiString.cached("x-prism-route"), "demo");
    headers.add("accept", AsciiString.of("text/event-stream, */*"));
    headers.add("x-tab", "a\tb");
    headers.add("x-empty", "");
    assertThat(written(headers)).isEqualTo(
        "x-prism-route: demo\r\naccept: text/event-stream, */*\r\nx-tab: a\tb\r\nx-empty: \r\n");
  }

  @Test
  void noControlCharacterLeavesWhateverItStandsIn() {
    for (char c = 0; c < 256; c++) {
      HttpHeaders inValue = headers();
      inValue.add("x-name", "value" + c + "value");
      HttpHeaders inName = headers();
      inName.add("x-" + c, "value");
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        assertThatThrownBy(() -> written(inValue)).as("%02x", (int) c)
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> written(inName)).as("%02x", (int) c)
            .isInstanceOf(IllegalArgumentException.class);
      } else {
        assertThat(written(inValue)).isEqualTo("x-name: value" + c + "value\r\n");
      }
    }
  }

  /// Cut to its low byte, U+010A is a line feed.
  @Test
  void aCharacterBeyondLatinBecomesAQuestionMark() {
    HttpHeaders headers = headers();
    headers.add("x-model", "a\u010Ab\u010D");
    assertThat(written(headers)).isEqualTo("x-model: a?b?\r\n");
  }

  @Test
  void headsOfAnySizeAreWritten() {
    HttpHeaders headers = headers();
    for (int i = 0; i < 500; i++) {
      headers.add("x-" + i, "v".repeat(400));
    }
    assertThat(written(headers)).hasSize(204_390).endsWith("x-499: " + "v".repeat(400) + "\r\n");
  }
}
