package dev.prism.server.edge;

import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.GatewayFault;
import dev.prism.exchange.GatewayError.PolicyRefusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The edge of the data plane: lets connections in, keeps their pace, asks them to leave.
public final class ClientEdge {
  private static final AttributeKey<ClientPace> PACE = AttributeKey.valueOf("prism.pace");
  private static final GatewayError TOO_MANY = new PolicyRefusal(429, "rate_limit_exceeded",
      "The API key is in use on as many connections as it may be.", 1_000);
  private static final GatewayError SHED = new GatewayFault(503, "overloaded",
      "The gateway is short of memory.", 1_000);
  private final ClientLimits limits;
  private final MemoryPressure memory;
  private final ConnectionCounts counts;
  private final Queue<PaceWatch> watches = new ConcurrentLinkedQueue<>();
  private final FastThreadLocal<PaceWatch> watch = new FastThreadLocal<>();

  public ClientEdge(ClientLimits limits, MemoryPressure memory) {
    this.limits = limits;
    this.memory = memory;
    counts = new ConnectionCounts(limits);
  }

  /// Lets a new connection in, or closes it; call it on its loop, before any handler is added.
  public boolean admit(Channel channel) {
    if (!counts.admit(channel)) {
      channel.unsafe().closeForcibly();
      return false;
    }
    ClientPace pace = watched(channel, false);
    channel.attr(PACE).set(pace);
    channel.pipeline().addLast(new PaceHandlers.Bytes(pace));
    return true;
  }

  private ClientPace watched(Channel channel, boolean stream) {
    PaceWatch mine = watch.get();
    if (mine == null) {
      EventLoop loop = channel.eventLoop();
      mine = new PaceWatch(loop, limits);
      watch.set(mine);
      watches.add(mine);
    }
    PaceWatch owner = mine;
    ClientPace pace = new ClientPace(channel, owner, limits, stream);
    owner.add(pace);
    channel.closeFuture().addListener(_ -> owner.remove(pace));
    return pace;
  }

  /// Stands behind the HTTP/1.1 codec of a connection.
  public ChannelHandler requests(ChannelHandlerContext ctx) {
    return new PaceHandlers.Messages(ctx.channel().attr(PACE).get());
  }

  /// The HTTP/2 codec of a connection.
  public Http2FrameCodec http2(ChannelHandlerContext ctx) {
    Http2FrameCodec codec = new StrictHttp2(limits.drainMillis()).build();
    ctx.channel().attr(PACE).get().multiplexed(codec.connection());
    return codec;
  }

  /// Stands behind the codec of an HTTP/2 stream.
  public ChannelHandler stream(Http2StreamChannel stream, Http2FrameCodec codec) {
    ClientPace pace = watched(stream, true);
    StrictHttp2.watch(codec, stream.stream().id(), pace);
    return new PaceHandlers.Messages(pace);
  }

  /// Why this key may not be used on this connection, null when it may.
  ///
  /// @param key     names the key, empty without one
  /// @param channel the connection, or a stream of it
  public @Nullable GatewayError claim(String key, Channel channel) {
    return counts.claim(key, channel) ? null : TOO_MANY;
  }

  /// Whether each response ends its connection, since memory runs short.
  public boolean isLean() {
    return memory.stage() != MemoryPressure.Stage.NONE;
  }

  /// Why no request is taken at the moment, null when it is.
  public @Nullable GatewayError shed() {
    return memory.stage().compareTo(MemoryPressure.Stage.SHED) >= 0 ? SHED : null;
  }

  /// How short memory is.
  public MemoryPressure.Stage pressure() {
    return memory.stage();
  }

  /// Looks at memory again, closes idle connections when it runs short, and stops or resumes accepting. To
  /// be called a few times a second, by one thread.
  ///
  /// @param listener accepts connections
  public void relieve(Channel listener) {
    MemoryPressure.Stage stage = memory.measure();
    if (stage != MemoryPressure.Stage.NONE) {
      each(ClientPace::closeIdle);
    }
    boolean accept = stage != MemoryPressure.Stage.CLOSED;
    if (listener.config().isAutoRead() != accept) {
      listener.config().setAutoRead(accept);
    }
  }

  /// How many connections and uses of keys were one too many.
  public long refused() {
    return counts.refused();
  }

  /// Asks all to leave who have nothing under way; HTTP/2 connections hear GOAWAY. From any thread.
  public void retire() {
    each(ClientPace::retire);
  }

  /// Ends everything that waits for an answer with this error. From any thread.
  public void refuse(GatewayError error) {
    each(pace -> pace.refuse(error));
  }

  private void each(PaceWatch.Action action) {
    for (PaceWatch one : watches) {
      one.loop().execute(() -> one.each(action));
    }
  }
}
