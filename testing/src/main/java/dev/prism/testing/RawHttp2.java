package dev.prism.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An HTTP/2 client of one raw cleartext connection by prior knowledge. It sends any header list and any
/// frame, right or wrong; of what comes back it answers SETTINGS and PING by itself. Its windows are as
/// large as the protocol allows. Reads fail after ten seconds of silence unless told otherwise.
public final class RawHttp2 implements AutoCloseable {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
  private static final int MAX_FRAME = 16_384;
  private final Socket socket;
  private final InputStream in;
  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false, 1 << 20);
  private int nextStream = 1;

  /// How an exchange ended: with its response, by a reset, with the connection's GOAWAY, or by a close.
  public enum End {
    RESPONSE, RESET, GOAWAY, CLOSED
  }

  /// @param response what came until then, null when no head came
  /// @param code     the error code of a reset or GOAWAY, else 0
  public record Result(End end, @Nullable RawResponse response, int code) {
    /// The status, 0 when no head came.
    public int status() {
      return response == null ? 0 : response.status();
    }
  }

  private RawHttp2(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream());
  }

  public static RawHttp2 connect(int port) throws IOException {
    return open(port).begin(setting(4, LARGEST_WINDOW))
        .sendFrame(new Http2Frame(Http2Frame.WINDOW_UPDATE, 0, 0, word(LARGEST_WINDOW - 65_535)));
  }

  /// A connection on which nothing has been sent, not even the preface.
  public static RawHttp2 open(int port) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
    return new RawHttp2(socket).patience(Duration.ofSeconds(10));
  }

  /// Sends the preface and these settings.
  ///
  /// @param settings as they stand in a SETTINGS frame; see [#setting]
  public RawHttp2 begin(byte[] settings) throws IOException {
    send(PREFACE.getBytes(StandardCharsets.US_ASCII));
    return sendFrame(new Http2Frame(Http2Frame.SETTINGS, 0, 0, settings));
  }

  /// What every HTTP/2 client sends first.
  public static byte[] preface() {
    return PREFACE.getBytes(StandardCharsets.US_ASCII);
  }

  private RawHttp2 sendFrame(Http2Frame frame) throws IOException {
    send(frame);
    return this;
  }

  /// How long a read may wait for the next byte.
  public RawHttp2 patience(Duration limit) throws IOException {
    socket.setSoTimeout((int) limit.toMillis());
    return this;
  }

  /// Sends a well-formed POST of JSON.
  ///
  /// @return the stream's number
  public int post(String path, String json, Header... more) throws IOException {
    List<Header> headers = new ArrayList<>(List.of(new Header(":method", "POST"),
        new Header(":scheme", "http"), new Header(":authority", "prism.test"),
        new Header(":path", path), new Header("content-type", "application/json")));
    headers.addAll(List.of(more));
    return request(headers, json.getBytes(StandardCharsets.UTF_8), List.of());
  }

  /// Sends this header list, this body and these trailers, whatever is wrong with them.
  ///
  /// @return the stream's number
  public int request(List<Header> headers, byte[] body, List<Header> trailers) throws IOException {
    int stream = open();
    boolean bare = body.length == 0 && trailers.isEmpty();
    headers(stream, headers, bare);
    for (int from = 0; from < body.length; from += MAX_FRAME) {
      int to = Math.min(body.length, from + MAX_FRAME);
      boolean last = to == body.length && trailers.isEmpty();
      send(new Http2Frame(Http2Frame.DATA, last ? Http2Frame.END_STREAM : 0, stream,
          Arrays.copyOfRange(body, from, to)));
    }
    if (!trailers.isEmpty()) {
      headers(stream, trailers, true);
    }
    return stream;
  }

  /// The number of a new stream; nothing is sent yet.
  public int open() {
    int stream = nextStream;
    nextStream += 2;
    return stream;
  }

  /// Sends a HEADERS frame of literals, none of them indexed or compressed.
  public void headers(int stream, List<Header> headers, boolean last) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (Header header : headers) {
      block.write(0);
      literal(block, header.name());
      literal(block, header.value());
    }
    send(new Http2Frame(Http2Frame.HEADERS,
        Http2Frame.END_HEADERS | (last ? Http2Frame.END_STREAM : 0), stream, block.toByteArray()));
  }

  /// Gives the stream up with CANCEL.
  public void reset(int stream) throws IOException {
    send(new Http2Frame(Http2Frame.RST_STREAM, 0, stream, word(8)));
  }

  public void send(Http2Frame frame) throws IOException {
    send(frame.bytes());
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /// Takes what has come, unread, and waits for it if there is nothing.
  ///
  /// @return how many bytes, -1 at the connection's end
  public int skip() throws IOException {
    return in.read(new byte[16_384]);
  }

  /// The next frame that is not answered here; null when the connection ended.
  public @Nullable Http2Frame next() throws IOException {
    while (true) {
      Http2Frame frame = read();
      if (frame == null) {
        return null;
      }
      if (frame.type() == Http2Frame.SETTINGS && !frame.has(Http2Frame.ACK)) {
        send(new Http2Frame(Http2Frame.SETTINGS, Http2Frame.ACK, 0, new byte[0]));
      } else if (frame.type() == Http2Frame.PING && !frame.has(Http2Frame.ACK)) {
        send(new Http2Frame(Http2Frame.PING, Http2Frame.ACK, 0, frame.payload()));
      } else {
        return frame;
      }
    }
  }

  /// Reads until this stream has ended, one way or another. Frames of other streams are passed over.
  public Result await(int stream) throws IOException {
    Reading reading = new Reading();
    while (true) {
      Http2Frame frame = next();
      if (frame == null) {
        return new Result(End.CLOSED, reading.response(false), 0);
      }
      if (frame.type() == Http2Frame.GOAWAY && frame.errorCode() != 0) {
        return new Result(End.GOAWAY, reading.response(false), frame.errorCode());
      }
      if (frame.type() == Http2Frame.HEADERS) {
        List<Header> fields = decode(frame);
        if (frame.stream() == stream) {
          reading.fields(fields);
        }
      }
      if (frame.stream() == stream) {
        switch (frame.type()) {
          case Http2Frame.RST_STREAM -> {
            return new Result(End.RESET, reading.response(false), frame.errorCode());
          }
          case Http2Frame.DATA -> reading.body.writeBytes(frame.payload());
          default -> {
          }
        }
        boolean mayEnd = frame.type() == Http2Frame.DATA || frame.type() == Http2Frame.HEADERS;
        if (mayEnd && frame.has(Http2Frame.END_STREAM)) {
          return new Result(End.RESPONSE, reading.response(true), 0);
        }
      }
    }
  }

  /// Reads until the stream has sent its first DATA frame.
  public void awaitData(int stream) throws IOException {
    for (Http2Frame frame = next(); frame != null; frame = next()) {
      if (frame.type() == Http2Frame.HEADERS) {
        decode(frame);
      }
      if (frame.type() == Http2Frame.DATA && frame.stream() == stream) {
        return;
      }
    }
    throw new EOFException("the connection ended before any data");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class Reading {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable List<Header> headers;
    private List<Header> trailers = List.of();

    void fields(List<Header> fields) {
      if (headers == null || Header.first(headers, ":status").orElse("").startsWith("1")) {
        headers = fields;
      } else {
        trailers = fields;
      }
    }

    @Nullable
    RawResponse response(boolean whole) {
      List<Header> head = headers;
      if (head == null) {
        return null;
      }
      int status = Integer.parseInt(Header.first(head, ":status").orElse("0"));
      return new RawResponse(status, head, body.toByteArray(), trailers, whole);
    }
  }

  private List<Header> decode(Http2Frame frame) throws IOException {
    ByteBuf block = Unpooled.wrappedBuffer(frame.payload());
    try {
      Http2Headers decoded = hpack.decodeHeaders(frame.stream(), block);
      List<Header> headers = new ArrayList<>();
      decoded.forEach(
          entry -> headers.add(new Header(entry.getKey().toString(), entry.getValue().toString())));
      return headers;
    } catch (Http2Exception broken) {
      throw new IOException(broken);
    }
  }

  private @Nullable Http2Frame read() throws IOException {
    byte[] head = in.readNBytes(Http2Frame.HEAD_BYTES);
    if (head.length < Http2Frame.HEAD_BYTES) {
      return null;
    }
    int length = ByteBuffer.wrap(head).getInt(0) >>> 8;
    int stream = ByteBuffer.wrap(head).getInt(5) & Integer.MAX_VALUE;
    byte[] payload = in.readNBytes(length);
    return payload.length < length ? null : new Http2Frame(head[3], head[4], stream, payload);
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int length = bytes.length;
    if (length < 127) {
      block.write(length);
    } else {
      block.write(127);
      length -= 127;
      for (; length >= 128; length >>= 7) {
        block.write((length & 127) | 128);
      }
      block.write(length);
    }
    block.writeBytes(bytes);
  }

  /// One entry of a SETTINGS frame.
  public static byte[] setting(int id, int value) {
    return ByteBuffer.allocate(6).putShort((short) id).putInt(value).array();
  }

  /// Four bytes, as a WINDOW_UPDATE or RST_STREAM has them.
  public static byte[] word(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }
}
