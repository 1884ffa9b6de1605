package dev.prism.server.edge;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.concurrent.TimeUnit;

/// How many frames that carry no request one HTTP/2 connection may send, and cause. A client needs some:
/// for each request that it makes and for each DATA frame that it gets. Whoever sends many more is told to
/// calm down and loses the connection.
final class H2ControlBudget {
  /// In each ten seconds, beyond what requests and answers call for.
  static final int FREE_FRAMES = 100;
  /// In each thirty seconds, resets of either side.
  static final int FREE_RESETS = 200;
  private static final int FRAMES_PER_REQUEST = 6;
  private static final int FRAMES_PER_DATA = 3;
  private static final int MAX_EMPTY_DATA = 16;
  private static final long FRAMES_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long RESETS_NANOS = TimeUnit.SECONDS.toNanos(30);

  private long frames = FREE_FRAMES;
  private int resetsCame;
  private int resetsSent;
  private int emptyData;
  private long framesSinceNanos;
  private long resetsSinceNanos;

  H2ControlBudget() {
    framesSinceNanos = System.nanoTime();
    resetsSinceNanos = framesSinceNanos;
  }

  /// A frame begins, of whatever kind: the client may have caused too many resets by now.
  void frameBegins() throws Http2Exception {
    if (resetsSent > FREE_RESETS) {
      resets();
    }
  }

  /// A request's header block has come; the next frames may belong to it.
  void requestCame() {
    emptyData = 0;
    frames += FRAMES_PER_REQUEST;
  }

  void dataSent() {
    frames += FRAMES_PER_DATA;
  }

  /// A frame that carries neither request nor body.
  void control() throws Http2Exception {
    if (--frames < 0) {
      long now = System.nanoTime();
      if (now - framesSinceNanos < FRAMES_NANOS) {
        throw calmDown("too many control frames");
      }
      framesSinceNanos = now;
      frames = FREE_FRAMES;
    }
  }

  void resetCame() throws Http2Exception {
    if (++resetsCame > FREE_RESETS) {
      resets();
    }
  }

  /// What the gateway itself resets, since the client broke a rule; it is judged when the client's next
  /// frame comes.
  void resetSent() {
    resetsSent++;
  }

  private void resets() throws Http2Exception {
    long now = System.nanoTime();
    if (now - resetsSinceNanos < RESETS_NANOS) {
      throw calmDown("too many resets");
    }
    resetsSinceNanos = now;
    resetsCame = 0;
    resetsSent = 0;
  }

  void emptyData() throws Http2Exception {
    if (++emptyData > MAX_EMPTY_DATA) {
      throw calmDown("too many empty frames");
    }
  }

  private static Http2Exception calmDown(String why) {
    return Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, why);
  }
}
