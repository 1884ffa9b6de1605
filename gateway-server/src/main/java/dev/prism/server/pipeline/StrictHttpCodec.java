package dev.prism.server.pipeline;

import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayDeque;

/// HTTP/1.1 on the client's side, as Netty's own server codec but for the request line: one space between
/// its words and the version in capitals, as RFC 9112 writes it. Netty repairs what is not so, and the
/// repair would be one more reading of the same bytes.
final class StrictHttpCodec
    extends
      CombinedChannelDuplexHandler<HttpRequestDecoder, HttpResponseEncoder> {
  /// The methods of the requests that wait for their answers: one to HEAD has no body.
  private final ArrayDeque<HttpMethod> methods = new ArrayDeque<>(2);

  StrictHttpCodec(HttpDecoderConfig limits) {
    init(new Decoder(limits), new Encoder());
  }

  private final class Decoder extends HttpRequestDecoder {
    Decoder(HttpDecoderConfig limits) {
      super(limits);
    }

    @Override
    protected HttpMessage createMessage(String[] words) throws Exception {
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
    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
      boolean interim = response.status()
          .codeClass()
          .equals(HttpResponseStatus.CONTINUE.codeClass());
      HttpMethod method = interim ? methods.peek() : methods.poll();
      return HttpMethod.HEAD.equals(method) || super.isContentAlwaysEmpty(response);
    }
  }
}
