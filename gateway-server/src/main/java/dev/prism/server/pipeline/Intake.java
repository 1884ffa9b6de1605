package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.ClientFault;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes in one request: judges its head, then collects its body, or lets it pass by when it is refused
/// already and small enough to keep the connection.
final class Intake {
  private static final long MAX_IGNORED_BYTES = 1024 * 1024;
  private static final Set<HttpMethod> RAW_METHODS = Set.of(HttpMethod.GET, HttpMethod.POST,
      HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.HEAD);

  private final HttpRequest head;
  private final @Nullable EndpointPath path;
  private final long declared;
  private final long maxBytes;
  private final BodyCollector body;
  private long ignored;
  private @Nullable GatewayError refusal;

  Intake(HttpRequest head, long maxBytes) {
    this.head = head;
    this.maxBytes = maxBytes;
    path = head.decoderResult().isFailure() ? null : EndpointPath.of(head.uri());
    declared = contentLength(head);
    body = new BodyCollector(maxBytes);
    refusal = problem();
  }

  /// What the head announces, however large; -1 when it announces nothing that can be read.
  private static long contentLength(HttpRequest head) {
    try {
      return HttpUtil.getContentLength(head, -1L);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private @Nullable GatewayError problem() {
    if (path == null) {
      return new ClientFault(404, "not_found", "There is no such endpoint.");
    }
    boolean raw = path.endpoint() == Endpoint.PASSTHROUGH;
    HttpMethod wanted = path.endpoint() == Endpoint.MODELS ? HttpMethod.GET : HttpMethod.POST;
    if (raw ? !RAW_METHODS.contains(head.method()) : !head.method().equals(wanted)) {
      return new ClientFault(405, "method_not_allowed", "This endpoint takes " + wanted + ".");
    }
    String encoding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return new ClientFault(415, "unsupported_encoding",
          "Send the body without a content-encoding.");
    }
    String expected = head.headers().get(HttpHeaderNames.EXPECT);
    if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
      return new ClientFault(417, "expectation_failed",
          "The only expectation taken is 100-continue.");
    }
    return declared > maxBytes ? tooLarge() : null;
  }

  private GatewayError tooLarge() {
    return new ClientFault(413, "request_too_large",
        "The body is larger than " + maxBytes + " bytes.");
  }

  /// What a request that the HTTP decoder refused gets.
  static GatewayError malformed(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ ->
        new ClientFault(414, "uri_too_long", "The target is too long.");
      case TooLongHttpHeaderException _ ->
        new ClientFault(431, "headers_too_large", "The headers are too large.");
      default -> new ClientFault(400, "bad_request", "The request is not valid HTTP.");
    };
  }

  void content(ByteBuf bytes) {
    if (refusal != null) {
      ignored += bytes.readableBytes();
    } else if (!body.add(bytes, declared)) {
      refusal = tooLarge();
      ignored = MAX_IGNORED_BYTES + 1;
    }
  }

  void refuse(GatewayError error) {
    refusal = error;
  }

  @Nullable
  GatewayError refusal() {
    return refusal;
  }

  /// Whether to answer before the whole request is there: it is refused, and what still comes is too much
  /// to be read for nothing. The connection must end then.
  boolean mustAnswerEarly() {
    return refusal != null && (declared > MAX_IGNORED_BYTES || ignored > MAX_IGNORED_BYTES
        || HttpUtil.is100ContinueExpected(head));
  }

  boolean expectsContinue() {
    return refusal == null && HttpUtil.is100ContinueExpected(head);
  }

  boolean isJson() {
    String type = head.headers().get(HttpHeaderNames.CONTENT_TYPE);
    return body.size() > 0 && type != null && type.toLowerCase(Locale.ROOT).contains("json");
  }

  /// The endpoint; a raw passthrough where there is none, so that errors have a dialect.
  Endpoint endpoint() {
    return path == null ? Endpoint.PASSTHROUGH : path.endpoint();
  }

  EndpointPath path() {
    return Objects.requireNonNull(path, "a request without an endpoint is refused first");
  }

  UpstreamRequest.Body body() {
    return body.body();
  }
}
