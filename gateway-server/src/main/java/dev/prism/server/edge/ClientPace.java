package dev.prism.server.edge;

import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.ClientFault;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;

/// How fast one connection, or one HTTP/2 stream, sends what it began and takes what it asked for. Lives on
/// its event loop; [PaceWatch] asks it from time to time whether it is late.
///
/// Who is late with a head or has nothing to say is closed without a word; who is late with a body gets a
/// 408; who does not take its answer is cut.
public final class ClientPace {
  private static final GatewayError SLOW_BODY = new ClientFault(408, "request_timeout",
      "The body came too slowly.");

  private final Channel channel;
  private final PaceWatch watch;
  private final ClientLimits limits;
  private final boolean stream;
  private @Nullable Http2Connection http2;
  private int place = -1;
  private long sinceMillis;
  private boolean head = true;
  private boolean receiving;
  private int unanswered;
  private long received;
  private long sent;
  private long windowMillis;
  private long takenBefore;
  private boolean waiting;
  private boolean retired;

  /// @param stream whether it is a stream of an HTTP/2 connection
  ClientPace(Channel channel, PaceWatch watch, ClientLimits limits, boolean stream) {
    this.channel = channel;
    this.watch = watch;
    this.limits = limits;
    this.stream = stream;
    sinceMillis = watch.now();
  }

  // What happens on the connection.

  /// Bytes have come, of whatever kind.
  void stirred() {
    if (!head && !receiving && unanswered == 0 && http2 == null) {
      head = true;
      sinceMillis = watch.now();
    }
  }

  /// A request's head is whole.
  void headCame() {
    head = false;
    receiving = true;
    unanswered++;
    received = 0;
    sinceMillis = watch.now();
  }

  void bodyCame(int bytes) {
    received += bytes;
  }

  /// A request is whole.
  void requestCame() {
    receiving = false;
    sinceMillis = watch.now();
  }

  /// A response has been written to its end.
  void answered() {
    if (unanswered > 0) {
      unanswered--;
    }
    sinceMillis = watch.now();
  }

  /// Bytes were handed to the connection, or left for it.
  void sent(long bytes) {
    sent += bytes;
  }

  /// The connection speaks HTTP/2: its streams have a pace of their own.
  void multiplexed(Http2Connection connection) {
    http2 = connection;
    head = false;
    sinceMillis = watch.now();
  }

  // What the watch asks.

  void check(long now) {
    if (isStalled(now)) {
      cut();
    } else if (receiving) {
      checkBody(now);
    } else if (isIdle()) {
      checkIdle(now);
    } else if (http2 != null) {
      sinceMillis = now;
    }
  }

  private void checkIdle(long now) {
    if (now - sinceMillis > (head ? limits.headMillis() : limits.idleMillis())) {
      channel.close();
    }
  }

  private void checkBody(long now) {
    if (!channel.config().isAutoRead()) {
      sinceMillis = now;
    } else if (now - sinceMillis > limits.bodyMillis()) {
      if (received >= ClientLimits.MIN_BYTES) {
        received = 0;
        sinceMillis = now;
      } else {
        receiving = false;
        refuse(SLOW_BODY);
      }
    }
  }

  /// No request is on its way, none waits for its answer.
  boolean isIdle() {
    Http2Connection streams = http2;
    return !stream && !receiving && unanswered == 0
        && (streams == null || streams.numActiveStreams() == 0);
  }

  private boolean isStalled(long now) {
    long pending = pending();
    if (pending == 0) {
      waiting = false;
      return false;
    }
    long taken = stream ? sent : sent - pending;
    if (!waiting || taken - takenBefore >= ClientLimits.MIN_BYTES) {
      waiting = true;
      takenBefore = taken;
      windowMillis = now;
      return false;
    }
    return now - windowMillis > limits.writeMillis();
  }

  /// Bytes that wait for the client.
  long pending() {
    ChannelOutboundBuffer buffer = stream ? null : channel.unsafe().outboundBuffer();
    if (buffer != null) {
      return Math.max(0, buffer.totalPendingWriteBytes() - buffer.currentProgress());
    }
    ChannelConfig config = channel.config();
    return channel.isWritable()
        ? config.getWriteBufferHighWaterMark() - channel.bytesBeforeUnwritable()
        : config.getWriteBufferLowWaterMark() + channel.bytesBeforeWritable();
  }

  // What is done to it.

  /// Ends what waits for an answer with this error.
  void refuse(GatewayError error) {
    channel.pipeline().fireUserEventTriggered(error);
  }

  /// Asks the client to go: an idle connection closes, an HTTP/2 connection says GOAWAY and lets its streams
  /// end.
  void retire() {
    if (!stream && !retired && (isIdle() ? pending() == 0 : http2 != null)) {
      retired = true;
      channel.close();
    }
  }

  /// Closes an idle connection.
  void closeIdle() {
    if (isIdle() && pending() == 0) {
      channel.close();
    }
  }

  private void cut() {
    if (stream) {
      // Closing alone would leave what the stream's window holds back where it is.
      channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL))
          .addListener(ChannelFutureListener.CLOSE);
    } else {
      // Not through the pipeline: HTTP/2 would wait for its streams.
      channel.unsafe().close(channel.voidPromise());
    }
  }

  int place() {
    return place;
  }

  void place(int at) {
    place = at;
  }
}
