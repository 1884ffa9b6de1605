package dev.prism.server.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.ArrayDeque;
import java.util.List;

/// HTTP/1.1 on the provider's side. Remembers what was asked, since the reply to HEAD has no body.
public final class ProviderCodec
    extends
      CombinedChannelDuplexHandler<HttpResponseDecoder, HttpRequestEncoder> {
  private final ArrayDeque<HttpMethod> asked = new ArrayDeque<>(2);

  public ProviderCodec(HttpDecoderConfig limits) {
    init(new Decoder(limits), new Encoder());
  }

  private final class Decoder extends HttpResponseDecoder {
    Decoder(HttpDecoderConfig limits) {
      super(limits);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
      boolean interim = message instanceof HttpResponse reply && reply.status().code() < 200;
      HttpMethod method = interim ? asked.peek() : asked.poll();
      return HttpMethod.HEAD.equals(method) || super.isContentAlwaysEmpty(message);
    }
  }

  private final class Encoder extends HttpRequestEncoder {
    @Override
    protected void encode(ChannelHandlerContext ctx, Object message, List<Object> out)
        throws Exception {
      if (message instanceof HttpRequest request) {
        asked.add(request.method());
      }
      if (OneWrite.fits(message) && message instanceof FullHttpRequest whole) {
        out.add(OneWrite.of(whole, false, ctx.alloc(), head -> {
          encodeInitialLine(head, whole);
          encodeHeaders(whole.headers(), head);
        }));
      } else {
        super.encode(ctx, message, out);
      }
    }

    @Override
    protected void encodeHeaders(HttpHeaders headers, ByteBuf out) {
      FieldWriter.write(headers, out);
    }
  }
}
