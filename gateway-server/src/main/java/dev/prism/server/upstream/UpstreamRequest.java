package dev.prism.server.upstream;

import dev.prism.providers.Edit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What goes to the provider: our own framing and headers, the client's bytes with a few edits. Can be
/// written as often as there are attempts.
///
/// @param edits ranges of the body that are replaced, in order
public record UpstreamRequest(
    HttpMethod method,
    String path,
    HttpHeaders headers,
    Body body,
    List<Edit> edits) {
  /// The client's body: `bytes[0, size)`.
  public static final class Body {
    public static final Body EMPTY = new Body(new byte[0], 0);
    private final byte[] bytes;
    private final int size;

    public Body(byte[] bytes, int size) {
      this.bytes = bytes;
      this.size = size;
    }

    public byte[] bytes() {
      return bytes;
    }

    public int size() {
      return size;
    }
  }

  FullHttpRequest encode(ByteBufAllocator allocator) {
    int size = body.size();
    byte[][] replacements = new byte[edits.size()][];
    for (int i = 0; i < replacements.length; i++) {
      Edit edit = edits.get(i);
      replacements[i] = edit.text().getBytes(StandardCharsets.UTF_8);
      size += replacements[i].length - (edit.to() - edit.from());
    }
    ByteBuf content = allocator.buffer(Math.max(size, 1));
    int at = 0;
    for (int i = 0; i < replacements.length; i++) {
      content.writeBytes(body.bytes(), at, edits.get(i).from() - at);
      content.writeBytes(replacements[i]);
      at = edits.get(i).to();
    }
    content.writeBytes(body.bytes(), at, body.size() - at);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(size));
    return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path, content, headers,
        EmptyHttpHeaders.INSTANCE);
  }
}
