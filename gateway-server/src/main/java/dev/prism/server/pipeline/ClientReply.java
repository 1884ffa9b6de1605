package dev.prism.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/// Writes one response to the client: whole, or as a stream that ends once.
final class ClientReply {
  private final ChannelHandlerContext ctx;
  private final boolean oldClient;
  private boolean keepAlive;
  private boolean begun;
  private boolean over;
  private int status;

  /// @param keepAlive whether the client wants the connection kept
  /// @param oldClient whether it speaks HTTP/1.0, which knows no chunks: a stream ends with the connection
  private ClientReply(ChannelHandlerContext ctx, boolean keepAlive, boolean oldClient) {
    this.ctx = ctx;
    this.keepAlive = keepAlive;
    this.oldClient = oldClient;
  }

  static ClientReply to(ChannelHandlerContext ctx, HttpRequest head) {
    boolean old = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    return new ClientReply(ctx, HttpUtil.isKeepAlive(head), old);
  }

  /// The request's body may come.
  void proceed() {
    ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE,
        Unpooled.EMPTY_BUFFER));
  }

  /// The response's status and headers are on their way: nothing else can answer this request now.
  boolean begun() {
    return begun;
  }

  /// What was sent, 0 before that.
  int status() {
    return status;
  }

  boolean writable() {
    return ctx.channel().isWritable();
  }

  /// The connection ends with this response.
  void closeAfter() {
    keepAlive = false;
  }

  void whole(int code, HttpHeaders headers, byte[] body, int size) {
    whole(code, headers, Unpooled.wrappedBuffer(body, 0, size));
  }

  private void whole(int code, HttpHeaders headers, ByteBuf body) {
    begun = true;
    status = code;
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    connection(headers);
    end(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(code), body,
        headers, EmptyHttpHeaders.INSTANCE));
  }

  void begin(int code, HttpHeaders headers) {
    begun = true;
    status = code;
    if (oldClient) {
      keepAlive = false;
    } else {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    connection(headers);
    write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(code), headers));
  }

  /// Sends a part of the stream; flushed by [#flush].
  void part(ByteBuf bytes) {
    write(new DefaultHttpContent(bytes));
  }

  void flush() {
    ctx.flush();
  }

  void end() {
    end(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  void end(HttpHeaders trailers) {
    LastHttpContent last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
    last.trailingHeaders().set(trailers);
    end(last);
  }

  private void connection(HttpHeaders headers) {
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (oldClient) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  private void write(Object message) {
    ctx.write(message);
  }

  private void end(Object last) {
    if (over) {
      return;
    }
    over = true;
    if (keepAlive) {
      ctx.writeAndFlush(last);
    } else {
      ChannelFuture written = ctx.writeAndFlush(last);
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }
}
