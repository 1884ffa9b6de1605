package dev.prism.perf.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Cuts HTTP/1.1 messages out of one side of a connection, however its bytes arrive. It reads what the
/// framing needs and nothing else, since both ends are ours and what stands between them is known; it
/// is no reader for hostile input.
public final class HttpReader {
  private static final int LARGEST_HEAD = 65_536;

  /// Takes the parts of messages in order.
  public interface Handler {
    /// A head is complete.
    ///
    /// @param status the status of a reply, 0 for a request
    void head(int status);

    /// Some bytes of the body, its transfer coding taken off. The array is not the handler's to keep.
    void body(byte[] bytes, int from, int to);

    /// The message is complete.
    void end();
  }

  private enum State {
    HEAD, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, UNTIL_CLOSE
  }

  private final boolean replies;
  private final Handler handler;
  private State state = State.HEAD;
  private byte[] head = new byte[1024];
  private int headSize;
  private long remaining;
  private int lineSize;

  /// @param replies true to read replies, false to read requests
  public HttpReader(boolean replies, Handler handler) {
    this.replies = replies;
    this.handler = handler;
  }

  /// Reads on.
  ///
  /// @throws IllegalStateException when the bytes are not HTTP/1.1
  public void feed(byte[] b, int from, int to) {
    int p = from;
    while (p < to) {
      p = switch (state) {
        case HEAD -> head(b, p, to);
        case BODY -> body(b, p, to);
        case CHUNK_SIZE -> chunkSize(b, p, to);
        case CHUNK -> chunk(b, p, to);
        case CHUNK_END -> chunkEnd(b, p, to);
        case TRAILER -> trailer(b, p, to);
        case UNTIL_CLOSE -> {
          handler.body(b, p, to);
          yield to;
        }
      };
    }
  }

  /// The connection was closed: ends a reply whose length was "until then".
  ///
  /// @return false when a message was cut
  public boolean closed() {
    if (state == State.UNTIL_CLOSE) {
      end();
    }
    return state == State.HEAD && headSize == 0;
  }

  /// The first line of the last head, for messages to people.
  public String firstLine() {
    String text = new String(head, 0, headSize, StandardCharsets.ISO_8859_1);
    return text.lines().findFirst().orElse("");
  }

  private int head(byte[] b, int from, int to) {
    for (int p = from; p < to; p++) {
      if (headSize == head.length) {
        if (headSize >= LARGEST_HEAD) {
          throw new IllegalStateException("a head without an end");
        }
        head = Arrays.copyOf(head, headSize * 2);
      }
      head[headSize++] = b[p];
      if (b[p] == '\n' && headSize >= 4 && head[headSize - 3] == '\n') {
        headComplete();
        return p + 1;
      }
    }
    return to;
  }

  private void headComplete() {
    int status = replies ? status() : 0;
    if (status / 100 == 1) {
      headSize = 0;
      return;
    }
    remaining = -1;
    boolean chunked = false;
    int line = 0;
    for (int p = 0; p < headSize; p++) {
      if (head[p] != '\n') {
        continue;
      }
      if (named(line, "content-length:")) {
        remaining = number(line + 15);
      } else if (named(line, "transfer-encoding:")) {
        chunked = true;
      }
      line = p + 1;
    }
    handler.head(status);
    headSize = 0;
    begin(chunked, status == 204 || status == 304);
  }

  private void begin(boolean chunked, boolean bodiless) {
    if (chunked) {
      state = State.CHUNK_SIZE;
      remaining = 0;
    } else if (remaining > 0 && !bodiless) {
      state = State.BODY;
    } else if (remaining < 0 && replies && !bodiless) {
      state = State.UNTIL_CLOSE;
    } else {
      end();
    }
  }

  private int status() {
    if (headSize < 12 || head[0] != 'H') {
      throw new IllegalStateException("not a reply: " + firstLine());
    }
    return (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
  }

  private boolean named(int line, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (line + i >= headSize || (head[line + i] | 0x20) != (name.charAt(i) | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private long number(int from) {
    long value = 0;
    for (int p = from; p < headSize && head[p] != '\r' && head[p] != '\n'; p++) {
      if (head[p] >= '0' && head[p] <= '9') {
        value = value * 10 + head[p] - '0';
      }
    }
    return value;
  }

  private int body(byte[] b, int from, int to) {
    int upTo = (int) Math.min(to, from + remaining);
    remaining -= upTo - from;
    handler.body(b, from, upTo);
    if (remaining == 0) {
      end();
    }
    return upTo;
  }

  private int chunkSize(byte[] b, int from, int to) {
    for (int p = from; p < to; p++) {
      int digit = Character.digit(b[p], 16);
      if (b[p] == '\n') {
        state = remaining == 0 ? State.TRAILER : State.CHUNK;
        lineSize = 0;
        return p + 1;
      }
      if (digit >= 0) {
        remaining = remaining * 16 + digit;
      } else if (b[p] != '\r') {
        throw new IllegalStateException("not a chunk size");
      }
    }
    return to;
  }

  private int chunk(byte[] b, int from, int to) {
    int upTo = (int) Math.min(to, from + remaining);
    remaining -= upTo - from;
    handler.body(b, from, upTo);
    if (remaining == 0) {
      state = State.CHUNK_END;
    }
    return upTo;
  }

  private int chunkEnd(byte[] b, int from, int to) {
    for (int p = from; p < to; p++) {
      if (b[p] == '\n') {
        state = State.CHUNK_SIZE;
        return p + 1;
      }
    }
    return to;
  }

  private int trailer(byte[] b, int from, int to) {
    for (int p = from; p < to; p++) {
      if (b[p] == '\n') {
        if (lineSize == 0) {
          end();
          return p + 1;
        }
        lineSize = 0;
      } else if (b[p] != '\r') {
        lineSize++;
      }
    }
    return to;
  }

  private void end() {
    state = State.HEAD;
    handler.end();
  }
}
