package dev.prism.server.pipeline;

import dev.prism.server.wire.FieldWriter;
import dev.prism.server.wire.OneWrite;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.List;

/// HTTP/1.1 on the client's side, as Netty's own server codec but for the request line: nothing before it but
/// whole empty lines, one space between its words and the version in capitals, as
/// RFC 9112 writes it. Netty repairs what is not so, and the repair would be one more reading of the same
/// bytes.
final class StrictHttpCodec
    extends
      CombinedChannelDuplexHandler<HttpRequestDecoder, HttpResponseEncoder> {
  /// The methods of the requests that wait for their answers: one to HEAD has no body.
  private final ArrayDeque<HttpMethod> methods = new ArrayDeque<>(2);

  StrictHttpCodec(HttpDecoderConfig limits) {
    init(new Decoder(limits), new Encoder());
  }

  private final class Decoder extends HttpRequestDecoder {
    private static final short EMPTY_LINE = ('\r' << 8) + '\n';
    private static final byte DELETE = 0x7F;

    /// Whether what comes next is a request line, or the empty lines before it.
    private boolean beforeLine = true;
    private boolean refused;

    Decoder(HttpDecoderConfig limits) {
      super(limits);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
        throws Exception {
      if (beforeLine && !refused && !lineBegins(in)) {
        if (!in.isReadable() || isHalfALine(in)) {
          return;
        }
        refused = true;
        HttpMessage invalid = createInvalidMessage();
        invalid.setDecoderResult(DecoderResult
            .failure(new IllegalArgumentException("something before the request line")));
        out.add(invalid);
      }
      if (refused) {
        in.skipBytes(in.readableBytes());
        return;
      }
      super.decode(ctx, in, out);
      beforeLine |= !out.isEmpty() && out.getLast() instanceof LastHttpContent;
    }

    /// Leaves empty lines out. Netty would leave out any control character, and half a line's end too.
    private static boolean lineBegins(ByteBuf in) {
      while (in.readableBytes() >= 2 && in.getShort(in.readerIndex()) == EMPTY_LINE) {
        in.skipBytes(2);
      }
      byte first = in.isReadable() ? in.getByte(in.readerIndex()) : 0;
      return first > ' ' && first != DELETE;
    }

    private static boolean isHalfALine(ByteBuf in) {
      return in.readableBytes() == 1 && in.getByte(in.readerIndex()) == '\r';
    }

    @Override
    protected HttpMessage createMessage(String[] words) throws Exception {
      beforeLine = false;
      if (!words[2].equals("HTTP/1.1") && !words[2].equals("HTTP/1.0")) {
        throw new IllegalArgumentException("the version of the request line");
      }
      HttpMessage message = super.createMessage(words);
      methods.add(((HttpRequest) message).method());
      return message;
    }

    @Override
    protected HttpMessage createInvalidMessage() {
      methods.add(HttpMethod.GET);
      return super.createInvalidMessage();
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
      return oneSpaceBefore(line, start)
          ? super.splitSecondWordInitialLine(line, start, length)
          : "";
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
      return oneSpaceBefore(line, start)
          ? super.splitThirdWordInitialLine(line, start, length)
          : "";
    }

    private static boolean oneSpaceBefore(byte[] line, int start) {
      return start >= 2 && line[start - 1] == ' ' && line[start - 2] > ' ';
    }
  }

  private final class Encoder extends HttpResponseEncoder {
    /// The head that went last has no body, whatever it says of one.
    private boolean bodiless;
    private boolean chunked;

    @Override
    protected void encode(ChannelHandlerContext ctx, Object message, List<Object> out)
        throws Exception {
      if (chunked && OneWrite.fitsChunk(message) && message instanceof HttpContent part) {
        out.add(OneWrite.chunk(part, ctx.alloc()));
      } else if (OneWrite.fits(message) && message instanceof FullHttpResponse whole) {
        boolean empty = isContentAlwaysEmpty(whole);
        out.add(OneWrite.of(whole, empty, ctx.alloc(), head -> {
          encodeInitialLine(head, whole);
          sanitizeHeadersBeforeEncode(whole, empty);
          encodeHeaders(whole.headers(), head);
        }));
      } else {
        super.encode(ctx, message, out);
        if (message instanceof HttpResponse head) {
          chunked = !bodiless && HttpUtil.isTransferEncodingChunked(head);
        }
      }
    }

    @Override
    protected void encodeHeaders(HttpHeaders headers, ByteBuf out) {
      FieldWriter.write(headers, out);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
      boolean interim = response.status()
          .codeClass()
          .equals(HttpResponseStatus.CONTINUE.codeClass());
      HttpMethod method = interim ? methods.peek() : methods.poll();
      bodiless = HttpMethod.HEAD.equals(method) || super.isContentAlwaysEmpty(response);
      return bodiless;
    }
  }
}
