package dev.prism.server.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;

/// A message of usual size, or a chunk, goes in one buffer: one piece of memory to find, one to write, where
/// the codec would take two or three of each.
public final class OneWrite {
  private static final int MOST_BODY = 4096;
  private static final int ROOM_FOR_HEAD = 1024;
  private static final int ROOM_FOR_FRAME = 8;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int CRLF = '\r' << 8 | '\n';

  private OneWrite() {}

  /// Writes the first line and the fields of a head.
  public interface Head {
    void to(ByteBuf out) throws Exception;
  }

  /// Whether the message has a body and may go so.
  public static boolean fits(Object message) {
    if (!(message instanceof FullHttpMessage whole)) {
      return false;
    }
    int size = whole.content().readableBytes();
    return size > 0 && size <= MOST_BODY
        && !whole.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
  }

  /// Whether the message is a chunk that is neither empty nor the last, and may go so.
  public static boolean fitsChunk(Object message) {
    if (!(message instanceof HttpContent part) || message instanceof LastHttpContent) {
      return false;
    }
    int size = part.content().readableBytes();
    return size > 0 && size <= MOST_BODY;
  }

  /// The chunk as bytes, framed; takes it over.
  public static ByteBuf chunk(HttpContent part, ByteBufAllocator allocator) {
    ByteBuf content = part.content();
    int size = content.readableBytes();
    ByteBuf out = allocator.buffer(ROOM_FOR_FRAME + size);
    for (int shift = (31 - Integer.numberOfLeadingZeros(size)) & ~3; shift >= 0; shift -= 4) {
      out.writeByte(HEX[size >> shift & 15]);
    }
    out.writeShort(CRLF).writeBytes(content).writeShort(CRLF);
    part.release();
    return out;
  }

  /// The message as bytes; takes it over.
  ///
  /// @param bodiless whether its body stays behind, as in the answer to HEAD
  public static ByteBuf of(FullHttpMessage message, boolean bodiless, ByteBufAllocator allocator,
      Head head) throws Exception {
    int size = bodiless ? 0 : message.content().readableBytes();
    ByteBuf out = allocator.buffer(ROOM_FOR_HEAD + size);
    try {
      head.to(out);
      out.writeShort(CRLF);
      out.writeBytes(message.content(), size);
      return out.retain();
    } finally {
      out.release();
      message.release();
    }
  }
}
