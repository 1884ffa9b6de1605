package dev.prism.server.pipeline;

import dev.prism.server.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Collects a body of bounded size into one array. It grows with what really comes: a large declared
/// length reserves nothing, but where half of it has come the array takes no more than it.
final class BodyCollector {
  private static final int FIRST = 64 * 1024;
  private static final byte[] NOTHING = new byte[0];
  private final long max;
  private byte[] bytes = NOTHING;
  private int size;

  BodyCollector(long maxBytes) {
    max = Math.min(maxBytes, Integer.MAX_VALUE - 16);
  }

  /// Takes the buffer's readable bytes; false when the body is larger than allowed, and then it keeps
  /// none.
  ///
  /// @param expected the declared length, a hint, -1 when unknown
  boolean add(ByteBuf content, long expected) {
    int more = content.readableBytes();
    if (size + (long) more > max) {
      bytes = NOTHING;
      size = 0;
      return false;
    }
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(room(size + (long) more, expected), max));
    }
    content.readBytes(bytes, size, more);
    size += more;
    return true;
  }

  private long room(long needed, long expected) {
    if (size == 0) {
      return Math.max(needed, Math.min(expected, FIRST));
    }
    long doubled = bytes.length * 2L;
    return Math.max(needed, expected < 0 ? doubled : Math.min(doubled, expected));
  }

  int size() {
    return size;
  }

  UpstreamRequest.Body body() {
    return size == 0 ? UpstreamRequest.Body.EMPTY : new UpstreamRequest.Body(bytes, size);
  }
}
