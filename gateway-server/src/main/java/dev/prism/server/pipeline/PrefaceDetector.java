package dev.prism.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/// Tells HTTP/2 by prior knowledge from HTTP/1.1 by the connection's first bytes, then makes room for
/// the codec that fits. There is no upgrade from one to the other.
final class PrefaceDetector extends ByteToMessageDecoder {
  private static final byte[] PREFACE = "PRI * HTTP/2.0".getBytes(StandardCharsets.US_ASCII);
  private final Consumer<ChannelHandlerContext> http1;
  private final Consumer<ChannelHandlerContext> http2;

  PrefaceDetector(Consumer<ChannelHandlerContext> http1, Consumer<ChannelHandlerContext> http2) {
    this.http1 = http1;
    this.http2 = http2;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int compared = Math.min(in.readableBytes(), PREFACE.length);
    for (int i = 0; i < compared; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
        http1.accept(ctx);
        ctx.pipeline().remove(this);
        return;
      }
    }
    if (compared == PREFACE.length) {
      http2.accept(ctx);
      ctx.pipeline().remove(this);
    }
  }
}
