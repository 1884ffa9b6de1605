package dev.prism.server.pipeline;

import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.ClientFault;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the head of a request must not say although the decoder lets it pass: whatever another reader
/// could understand in another way. Nothing is repaired; the connection ends with the refusal. The same
/// rules hold for both versions of HTTP.
final class RequestGuard {
  private static final int MAX_FIELDS = 100;
  private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.POST,
      HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final List<AsciiString> SINGLE = List.of(HttpHeaderNames.AUTHORIZATION,
      HttpHeaderNames.CONTENT_TYPE, HttpHeaderNames.CONTENT_LENGTH,
      HttpHeaderNames.CONTENT_ENCODING, HttpHeaderNames.EXPECT, AsciiString.cached("x-api-key"));
  /// What `Connection` may not name: a proxy in front would drop it, and it means something here.
  private static final Set<String> END_TO_END = Set.of("host", "authorization", "x-api-key",
      "content-type", "content-length", "content-encoding", "transfer-encoding", "expect");
  /// Netty's name for the scheme of an HTTP/2 request.
  private static final String SCHEME = "x-http2-scheme";

  private RequestGuard() {}

  /// What is wrong with the head, null when nothing is.
  static @Nullable GatewayError problem(HttpRequest head) {
    HttpHeaders headers = head.headers();
    if (headers.size() > MAX_FIELDS) {
      return new ClientFault(431, "headers_too_large",
          "A request may have " + MAX_FIELDS + " header fields.");
    }
    HttpVersion version = head.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return new ClientFault(505, "http_version_not_supported", "Speak HTTP/1.1 or HTTP/2.");
    }
    if (!METHODS.contains(head.method())) {
      return new ClientFault(405, "method_not_allowed", "The gateway does not take this method.");
    }
    if (!RequestTarget.isSound(head.uri())) {
      return bad("The request target is not in its one canonical form.");
    }
    if (!isHostSound(headers, version)) {
      return bad("One Host is wanted: a name or an address, and a port if need be.");
    }
    return fields(headers);
  }

  private static @Nullable GatewayError fields(HttpHeaders headers) {
    for (AsciiString name : SINGLE) {
      Iterator<? extends CharSequence> values = headers.valueCharSequenceIterator(name);
      if (values.hasNext() && values.next() != null && values.hasNext()) {
        return bad("The header '" + name + "' stands twice.");
      }
    }
    Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
    while (all.hasNext()) {
      CharSequence value = all.next().getValue();
      int length = value.length();
      if (length > 0 && (value.charAt(0) <= ' ' || value.charAt(length - 1) <= ' ')) {
        return bad("A header's value begins or ends with a space.");
      }
    }
    for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String option : value.split(",", -1)) {
        if (END_TO_END.contains(option.strip().toLowerCase(Locale.ROOT))) {
          return bad("'Connection' names a header that is not of the connection.");
        }
      }
    }
    String scheme = headers.get(SCHEME);
    if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
      return bad("The scheme is neither http nor https.");
    }
    return null;
  }

  private static boolean isHostSound(HttpHeaders headers, HttpVersion version) {
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.isEmpty()) {
      return version.equals(HttpVersion.HTTP_1_0);
    }
    return hosts.size() == 1 && HostName.isSound(hosts.getFirst());
  }

  private static GatewayError bad(String message) {
    return new ClientFault(400, "bad_request", message);
  }
}
