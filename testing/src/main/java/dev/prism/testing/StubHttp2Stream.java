package dev.prism.testing;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// One stream of the HTTP/2 stub: collects the request, answers it, notices a reset.
final class StubHttp2Stream extends ChannelInboundHandlerAdapter {
  private final List<ReceivedRequest> requests;
  private final Function<ReceivedRequest, Reply> answer;
  private final CompletableFuture<Long> peerClosedNanos = new CompletableFuture<>();
  private final StringBuilder head = new StringBuilder();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  StubHttp2Stream(List<ReceivedRequest> requests, Function<ReceivedRequest, Reply> answer) {
    this.requests = requests;
    this.answer = answer;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    switch (frame) {
      case Http2HeadersFrame headers -> {
        head(headers.headers());
        if (headers.isEndStream()) {
          arrived(ctx);
        }
      }
      case Http2DataFrame data -> {
        byte[] piece = new byte[data.content().readableBytes()];
        data.content().readBytes(piece);
        body.writeBytes(piece);
        boolean last = data.isEndStream();
        ReferenceCountUtil.release(data);
        if (last) {
          arrived(ctx);
        }
      }
      default -> ReferenceCountUtil.release(frame);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Http2ResetFrame) {
      peerClosedNanos.complete(System.nanoTime());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    peerClosedNanos.complete(System.nanoTime());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    peerClosedNanos.complete(System.nanoTime());
    var _ = ctx.close();
  }

  private void head(Http2Headers headers) {
    head.append(headers.method()).append(' ').append(headers.path()).append(" HTTP/2\r\n");
    for (var entry : headers) {
      head.append(entry.getKey()).append(": ").append(entry.getValue()).append("\r\n");
    }
  }

  private void arrived(ChannelHandlerContext ctx) {
    ReceivedRequest request = new ReceivedRequest(head.toString(), body.toByteArray(), 0,
        peerClosedNanos);
    requests.add(request);
    answer(ctx, answer.apply(request));
  }

  private static void answer(ChannelHandlerContext ctx, Reply reply) {
    boolean complete = reply.ending() == Reply.Ending.COMPLETE;
    Http2Headers headers = new DefaultHttp2Headers().status(Integer.toString(reply.status()));
    reply.headers().forEach(header -> headers.add(header.name(), header.value()));
    if (reply.status() > 0) {
      var _ = ctx
          .write(new DefaultHttp2HeadersFrame(headers, complete && reply.pieces().isEmpty()));
    }
    for (Iterator<byte[]> pieces = reply.pieces().iterator(); pieces.hasNext();) {
      byte[] piece = pieces.next();
      var _ = ctx.write(
          new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(piece), complete && !pieces.hasNext()));
    }
    ctx.flush();
    switch (reply.ending()) {
      case RESET -> {
        Http2Error error = reply.status() == 0
            ? Http2Error.REFUSED_STREAM
            : Http2Error.INTERNAL_ERROR;
        var _ = ctx.writeAndFlush(new DefaultHttp2ResetFrame(error));
      }
      case CLOSE -> {
        var _ = ctx.channel().parent().close();
      }
      case COMPLETE, HANG -> ctx.flush();
    }
  }
}
