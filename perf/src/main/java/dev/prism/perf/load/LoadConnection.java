package dev.prism.perf.load;

import dev.prism.exchange.SseEvent;
import dev.prism.exchange.SseReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One connection of the generator: sends the prepared request, reads the reply and tells the traffic.
@SuppressWarnings("FutureReturnValueIgnored") // A void promise fails through exceptionCaught.
final class LoadConnection extends ChannelInboundHandlerAdapter implements HttpReader.Handler {
  private static final int LARGEST_EVENT = 1 << 20;
  private final Traffic traffic;
  private final Wire wire;
  private final HttpReader reader = new HttpReader(true, this);
  private @Nullable ChannelHandlerContext context;
  private @Nullable SseReader stream;
  private String problem = "";
  private boolean waiting;
  private boolean done;
  private int status;
  private int events;
  private long dueNanos;
  private long sentNanos;
  private long lastEventNanos;
  private long nowNanos;

  LoadConnection(Traffic traffic, Wire wire) {
    this.traffic = traffic;
    this.wire = wire;
  }

  /// Sends a request that was due at a time, which may have passed.
  void send(long due) {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      return;
    }
    waiting = true;
    done = false;
    status = 0;
    events = 0;
    dueNanos = due;
    sentNanos = System.nanoTime();
    stream = wire.stream() ? new SseReader(LARGEST_EVENT) : null;
    ctx.writeAndFlush(wire.request(), ctx.voidPromise());
  }

  void close() {
    if (context != null) {
      context.close();
    }
  }

  long dueNanos() {
    return dueNanos;
  }

  long sentNanos() {
    return sentNanos;
  }

  long lastEventNanos() {
    return lastEventNanos;
  }

  /// Events of the reply so far.
  int events() {
    return events;
  }

  boolean waiting() {
    return waiting;
  }

  /// Status 200, and a stream that came to its end marker.
  boolean replyIsGood() {
    return status == 200 && (!wire.stream() || done);
  }

  String replyInWords() {
    if (status == 200) {
      return "a stream without its end marker after " + events + " events";
    }
    return "status " + status + ": " + problem;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    traffic.connected(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf buf = (ByteBuf) message;
    int size = buf.readableBytes();
    byte[] bytes = wire.scratch(size);
    buf.readBytes(bytes, 0, size);
    buf.release();
    nowNanos = System.nanoTime();
    reader.feed(bytes, 0, size);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    context = null;
    reader.closed();
    traffic.lost(this, "the connection was closed");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    problem = cause.toString();
    ctx.close();
  }

  @Override
  public void head(int replyStatus) {
    status = replyStatus;
  }

  @Override
  public void body(byte[] bytes, int from, int to) {
    if (status != 200) {
      problem = new String(bytes, from, Math.min(to - from, 300), StandardCharsets.UTF_8);
    } else if (stream != null) {
      try {
        stream.feed(bytes, from, to, this::event);
      } catch (SseReader.Overflow overflow) {
        problem = overflow.toString();
      }
    }
  }

  private void event(SseEvent event) {
    if (!event.hasData()) {
      return;
    }
    if (event.dataIs("[DONE]")) {
      done = true;
      return;
    }
    events++;
    traffic.event(this, event, nowNanos);
    lastEventNanos = nowNanos;
  }

  @Override
  public void end() {
    if (waiting) {
      waiting = false;
      traffic.answered(this, nowNanos);
    }
  }
}
