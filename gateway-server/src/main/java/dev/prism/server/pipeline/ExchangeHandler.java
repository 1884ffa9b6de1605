package dev.prism.server.pipeline;

import dev.prism.exchange.GatewayError;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Turns what a connection (or an HTTP/2 stream) says into calls on its exchange. Requests that a client
/// pipelines wait here for their turn, since answers leave in order; so does one of an HTTP/2 stream, when its
/// connection has sent many at once.
final class ExchangeHandler extends ChannelInboundHandlerAdapter {
  private static final int MAX_WAITING = 64;
  private final Gateway gateway;
  private final @Nullable Turns turns;
  private final ArrayDeque<HttpObject> waiting = new ArrayDeque<>(2);
  private @Nullable Exchange exchange;
  private boolean receiving;
  private boolean finished;
  /// The request waits for its connection's turn.
  private boolean held;

  /// @param turns those of the HTTP/2 connection whose stream this is, null for HTTP/1.1
  ExchangeHandler(Gateway gateway, @Nullable Turns turns) {
    this.gateway = gateway;
    this.turns = turns;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (!(msg instanceof HttpObject part)) {
      if (msg instanceof Http2ResetFrame) {
        gone();
      }
      ReferenceCountUtil.release(msg);
      return;
    }
    if (part instanceof HttpRequest && turns != null && !turns.take()) {
      held = true;
      turns.await(() -> begin(ctx));
    }
    if (held || (exchange != null && !receiving)) {
      waiting.add(part);
      if (waiting.size() >= MAX_WAITING) {
        ctx.channel().config().setAutoRead(false);
      }
      return;
    }
    accept(ctx, part);
  }

  private boolean begin(ChannelHandlerContext ctx) {
    held = false;
    if (finished || waiting.isEmpty()) {
      return false;
    }
    drainOne(ctx);
    readOn(ctx);
    return true;
  }

  private void accept(ChannelHandlerContext ctx, HttpObject part) {
    try {
      if (finished) {
        return;
      }
      if (part instanceof HttpRequest head) {
        receiving = true;
        exchange = new Exchange(gateway, ctx, head, this::next);
      }
      Exchange current = exchange;
      if (current == null) {
        return;
      }
      if (part.decoderResult().isFailure()) {
        finished = true;
        receiving = false;
        current.malformed(part.decoderResult().cause());
        return;
      }
      if (part instanceof HttpRequest head) {
        GatewayError problem = RequestGuard.problem(head);
        if (problem != null) {
          finished = true;
          receiving = false;
          current.unsound(problem);
          return;
        }
        current.head();
      }
      if (part instanceof HttpContent content) {
        current.content(content.content());
        if (part instanceof LastHttpContent) {
          receiving = false;
          current.received();
        }
      }
    } catch (RuntimeException bug) {
      fault(ctx, bug);
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  /// The exchange is over: its successor may begin.
  private void next(ChannelHandlerContext ctx) {
    exchange = null;
    if (receiving) {
      // The answer came before the request's end: what still comes of it belongs to nobody.
      finished = true;
      return;
    }
    while (exchange == null && !waiting.isEmpty() && !finished) {
      drainOne(ctx);
    }
    readOn(ctx);
  }

  private void readOn(ChannelHandlerContext ctx) {
    if (waiting.size() < MAX_WAITING && !ctx.channel().config().isAutoRead()) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  private void drainOne(ChannelHandlerContext ctx) {
    do {
      accept(ctx, waiting.remove());
    } while (receiving && !waiting.isEmpty());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.writabilityChanged(ctx.channel().isWritable());
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Http2ResetFrame) {
      gone();
    } else if (event instanceof CutOver cut && exchange != null) {
      cutOver(ctx, exchange, cut);
    }
    if (event instanceof GatewayError problem && exchange != null) {
      // The connection ends with this: a body that came too slowly, or the end of a drain.
      finished = true;
      receiving = false;
      exchange.unsound(problem);
    }
    ctx.fireUserEventTriggered(event);
  }

  private void cutOver(ChannelHandlerContext ctx, Exchange current, CutOver cut) {
    try {
      current.cutOver(cut.flips());
    } catch (RuntimeException bug) {
      fault(ctx, bug);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    gone();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    gone();
  }

  private void gone() {
    finished = true;
    if (exchange != null) {
      exchange.clientGone();
    }
    for (HttpObject part; (part = waiting.poll()) != null;) {
      ReferenceCountUtil.release(part);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    switch (cause) {
      // A broken connection, or a stream whose headers make no request: the client's doing, no bug.
      case IOException _ -> leave(ctx);
      case DecoderException _ -> leave(ctx);
      case Http2Exception broken -> {
        gone();
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(broken.error()))
            .addListener(ChannelFutureListener.CLOSE);
      }
      default -> fault(ctx, cause);
    }
  }

  private void leave(ChannelHandlerContext ctx) {
    gone();
    ctx.close();
  }

  private void fault(ChannelHandlerContext ctx, Throwable bug) {
    gateway.faults().report(bug);
    finished = true;
    if (exchange != null) {
      exchange.fault();
    }
    ctx.close();
  }
}
