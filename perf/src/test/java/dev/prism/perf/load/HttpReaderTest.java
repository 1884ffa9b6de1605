package dev.prism.perf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpReaderTest {
  private static final String TWO_REPLIES = "HTTP/1.1 100 Continue\r\n\r\n"
      + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nx: y\r\n\r\nhello"
      + "HTTP/1.1 429 Too Many\r\ntransfer-encoding: chunked\r\n\r\n"
      + "3\r\nabc\r\nA\r\n0123456789\r\n0\r\nx-cost: 1\r\n\r\n";

  /// Writes down what it is handed.
  private static final class Log implements HttpReader.Handler {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void head(int status) {
      text.append('[').append(status).append(' ');
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
      text.append(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }

    @Override
    public void end() {
      text.append(']');
    }
  }

  @Test
  void repliesAreTheSameHoweverTheirBytesArrive() {
    byte[] bytes = TWO_REPLIES.getBytes(StandardCharsets.US_ASCII);
    for (int piece = 1; piece <= bytes.length; piece++) {
      Log log = new Log();
      HttpReader reader = new HttpReader(true, log);
      for (int from = 0; from < bytes.length; from += piece) {
        reader.feed(bytes, from, Math.min(from + piece, bytes.length));
      }
      assertThat(log.text).as("pieces of %d bytes", piece)
          .hasToString("[200 hello][429 abc0123456789]");
      assertThat(reader.closed()).isTrue();
    }
  }

  @Test
  void requestWithoutLengthHasNoBody() {
    Log log = read(false, "GET /a HTTP/1.1\r\n\r\nPOST /b HTTP/1.1\r\ncontent-length: 2\r\n\r\nhi");
    assertThat(log.text).hasToString("[0 ][0 hi]");
  }

  @Test
  void replyWithoutLengthEndsWithTheConnection() {
    Log log = new Log();
    HttpReader reader = new HttpReader(true, log);
    feed(reader, "HTTP/1.1 200 OK\r\n\r\nrest");
    assertThat(log.text).hasToString("[200 rest");
    assertThat(reader.closed()).isTrue();
    assertThat(log.text).hasToString("[200 rest]");
  }

  @Test
  void cutReplyIsNoWholeOne() {
    HttpReader reader = new HttpReader(true, new Log());
    feed(reader, "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf");
    assertThat(reader.closed()).isFalse();
  }

  @Test
  void bytesThatAreNoReplyAreRefused() {
    HttpReader reader = new HttpReader(true, new Log());
    assertThatThrownBy(() -> feed(reader, "nonsense and more\r\n\r\n"))
        .hasMessageContaining("nonsense");
  }

  private static Log read(boolean replies, String text) {
    Log log = new Log();
    feed(new HttpReader(replies, log), text);
    return log;
  }

  private static void feed(HttpReader reader, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    reader.feed(bytes, 0, bytes.length);
  }
}
