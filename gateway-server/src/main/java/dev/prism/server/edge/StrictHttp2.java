package dev.prism.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/// Netty's HTTP/2 codec, stricter: each frame that comes passes an [H2ControlBudget] and [StreamStates]
/// before it changes anything, and each DATA frame that leaves is counted for its stream's pace.
final class StrictHttp2 extends Http2FrameCodecBuilder {
  static final int MAX_STREAMS = 100;
  private static final int MAX_HEADER_BYTES = 16_384;
  private static final int WINDOW_BYTES = 256 * 1024;
  private static final int MAX_SMALL_CONTINUATIONS = 16;

  StrictHttp2(long drainMillis) {
    Http2Settings settings = Http2Settings.defaultSettings()
        .maxConcurrentStreams(MAX_STREAMS)
        .initialWindowSize(WINDOW_BYTES)
        .maxHeaderListSize(MAX_HEADER_BYTES);
    Connection connection = new Connection();
    connection.remote().maxActiveStreams(MAX_STREAMS);
    H2ControlBudget budget = new H2ControlBudget();
    StreamStates states = new StreamStates(connection);
    Http2FrameWriter writer = new Writer(connection, budget, states);
    Http2ConnectionEncoder encoder = new DefaultHttp2ConnectionEncoder(connection, writer);
    Http2FrameReader reader = new Reader(
        new DefaultHttp2FrameReader(new DefaultHttp2HeadersDecoder(true, MAX_HEADER_BYTES),
            MAX_SMALL_CONTINUATIONS),
        budget, states);
    initialSettings(settings);
    gracefulShutdownTimeoutMillis(drainMillis);
    codec(new DefaultHttp2ConnectionDecoder(connection, encoder, reader,
        Http2PromisedRequestVerifier.ALWAYS_VERIFY, true, true, true, true), encoder);
  }

  /// Tells the pace of a stream how much of it has left.
  static void watch(Http2FrameCodec codec, int id, ClientPace pace) {
    Http2Stream stream = codec.connection().stream(id);
    if (stream != null && codec.connection() instanceof Connection connection) {
      stream.setProperty(connection.pace, pace);
    }
  }

  private static final class Connection extends DefaultHttp2Connection {
    private final PropertyKey pace = newKey();

    Connection() {
      super(true);
    }
  }

  private static final class Reader implements Http2FrameReader {
    private final Http2FrameReader reader;
    private final H2ControlBudget budget;
    private final StreamStates states;
    private @Nullable Http2FrameListener behind;
    private @Nullable Http2FrameListener checked;

    Reader(Http2FrameReader reader, H2ControlBudget budget, StreamStates states) {
      this.reader = reader;
      this.budget = budget;
      this.states = states;
    }

    @Override
    public void readFrame(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
        throws Http2Exception {
      budget.frameBegins();
      Http2FrameListener known = checked;
      if (known == null || !listener.equals(behind)) {
        behind = listener;
        known = new CheckedFrames(listener, budget, states);
        checked = known;
      }
      reader.readFrame(ctx, in, known);
    }

    @Override
    public Configuration configuration() {
      return reader.configuration();
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private static final class Writer extends DecoratingHttp2FrameWriter {
    private final Connection connection;
    private final H2ControlBudget budget;
    private final StreamStates states;

    Writer(Connection connection, H2ControlBudget budget, StreamStates states) {
      super(new DefaultHttp2FrameWriter());
      this.connection = connection;
      this.budget = budget;
      this.states = states;
    }

    @Override
    public ChannelFuture writeData(ChannelHandlerContext ctx, int id, ByteBuf data, int padding,
        boolean end, ChannelPromise promise) {
      budget.dataSent();
      Http2Stream stream = connection.stream(id);
      ClientPace pace = stream == null ? null : stream.getProperty(connection.pace);
      if (pace != null) {
        pace.sent(data.readableBytes());
      }
      return super.writeData(ctx, id, data, padding, end, promise);
    }

    @Override
    public ChannelFuture writeRstStream(ChannelHandlerContext ctx, int id, long code,
        ChannelPromise promise) {
      budget.resetSent();
      states.resetSent(id);
      return super.writeRstStream(ctx, id, code, promise);
    }
  }
}
