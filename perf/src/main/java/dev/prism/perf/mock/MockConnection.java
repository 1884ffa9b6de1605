package dev.prism.perf.mock;

import dev.prism.perf.load.HttpReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers the requests of one connection, one after the other.
@SuppressWarnings("FutureReturnValueIgnored") // A void promise fails through exceptionCaught.
final class MockConnection extends ChannelInboundHandlerAdapter implements HttpReader.Handler {
  private final Supplier<Behaviour> behaviour;
  private final byte[] scratch;
  private final HttpReader reader = new HttpReader(false, this);
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> next;

  MockConnection(Supplier<Behaviour> behaviour, byte[] scratch) {
    this.behaviour = behaviour;
    this.scratch = scratch;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf buf = (ByteBuf) message;
    while (buf.isReadable()) {
      int size = Math.min(buf.readableBytes(), scratch.length);
      buf.readBytes(scratch, 0, size);
      reader.feed(scratch, 0, size);
    }
    buf.release();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    context = null;
    if (next != null) {
      next.cancel(false);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  @Override
  public void head(int status) {}

  @Override
  public void body(byte[] bytes, int from, int to) {}

  @Override
  public void end() {
    Behaviour now = behaviour.get();
    switch (now) {
      case Behaviour.Reply reply -> after(reply.delay(), () -> write(ProviderBytes.REPLY));
      case Behaviour.Stream stream -> after(stream.delay(), () -> event(stream, 0));
    }
  }

  private void event(Behaviour.Stream stream, int number) {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      return;
    }
    if (number == 0) {
      ctx.write(ProviderBytes.STREAM_HEAD.duplicate(), ctx.voidPromise());
      write(ProviderBytes.FIRST);
    } else if (number == stream.events() - 1) {
      ctx.write(ProviderBytes.USAGE_CHUNK.duplicate(), ctx.voidPromise());
      write(ProviderBytes.END);
      return;
    } else if (number == stream.events() - 2) {
      write(ProviderBytes.FINISH);
    } else {
      token(ctx, stream);
    }
    Runnable following = () -> event(stream, number + 1);
    if (stream.gap().isZero()) {
      ctx.executor().execute(following);
    } else {
      after(stream.gap(), following);
    }
  }

  private void token(ChannelHandlerContext ctx, Behaviour.Stream stream) {
    if (stream.gap().isZero()) {
      write(ProviderBytes.TOKEN);
    } else {
      ctx.writeAndFlush(ProviderBytes.timedToken(System.nanoTime()), ctx.voidPromise());
    }
  }

  private void write(ByteBuf bytes) {
    if (context != null) {
      context.writeAndFlush(bytes.duplicate(), context.voidPromise());
    }
  }

  private void after(Duration delay, Runnable work) {
    if (delay.isZero() || context == null) {
      work.run();
    } else {
      next = context.executor().schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
