package dev.prism.server.edge;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;

/// Which streams may carry HEADERS, as RFC 9113 section 5.1 has it and Netty does not: none that the client
/// has ended or closed, and none with a smaller number than one before.
final class StreamStates {
  private static final int REMEMBERED = 128;
  private final Http2Connection connection;
  private final int[] opened = new int[REMEMBERED];
  private final int[] reset = new int[REMEMBERED];
  private int highest;
  private int openedCount;
  private int resetCount;

  StreamStates(Http2Connection connection) {
    this.connection = connection;
  }

  /// Whether HEADERS on this stream mean something. Those that crossed a reset of ours are passed over.
  ///
  /// @throws Http2Exception if the client breaks the protocol
  boolean mayCarryHeaders(int id) throws Http2Exception {
    Http2Stream stream = connection.stream(id);
    if (stream != null) {
      if (stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
        throw Http2Exception.connectionError(Http2Error.STREAM_CLOSED,
            "HEADERS after the end of stream %d", id);
      }
      return true;
    }
    if (id > highest) {
      highest = id;
      opened[openedCount++ % REMEMBERED] = id;
      return true;
    }
    if (holds(reset, id)) {
      return false;
    }
    throw Http2Exception.connectionError(
        holds(opened, id) ? Http2Error.STREAM_CLOSED : Http2Error.PROTOCOL_ERROR,
        "HEADERS on the closed stream %d", id);
  }

  void resetSent(int id) {
    reset[resetCount++ % REMEMBERED] = id;
  }

  private static boolean holds(int[] ids, int id) {
    for (int known : ids) {
      if (known == id) {
        return true;
      }
    }
    return false;
  }
}
