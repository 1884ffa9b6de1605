package dev.prism.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 client of one raw connection: sends exactly the given bytes and reads responses one after
/// the other, trailers included. Reads fail after ten seconds of silence unless told otherwise.
public final class RawHttp implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private final Socket socket;
  private final InputStream in;

  private RawHttp(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream());
  }

  public static RawHttp connect(int port) throws IOException {
    return connect(port, 0);
  }

  /// Over a connection that stands.
  public static RawHttp over(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return new RawHttp(socket).patience(PATIENCE);
  }

  /// @param receiveBufferBytes a small receive window makes a slow reader; 0 leaves the system's own
  public static RawHttp connect(int port, int receiveBufferBytes) throws IOException {
    Socket socket = new Socket();
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        (int) PATIENCE.toMillis());
    return over(socket);
  }

  /// How long a read may wait for the next byte.
  public RawHttp patience(Duration limit) throws IOException {
    socket.setSoTimeout((int) limit.toMillis());
    return this;
  }

  /// One POST of a JSON body on a connection of its own.
  public static RawResponse post(int port, String path, String json, Header... headers)
      throws IOException {
    try (RawHttp http = connect(port)) {
      http.send(request("POST", path, json, headers));
      return http.response();
    }
  }

  public static RawResponse get(int port, String path, Header... headers) throws IOException {
    try (RawHttp http = connect(port)) {
      http.send(request("GET", path, "", headers));
      return http.response();
    }
  }

  /// A well-formed request; the content type and length are added when there is a body.
  public static String request(String method, String path, String body, Header... headers) {
    StringBuilder text = new StringBuilder(
        method + " " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\n");
    for (Header header : headers) {
      text.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    if (!body.isEmpty()) {
      text.append("content-type: application/json\r\ncontent-length: ")
          .append(body.getBytes(StandardCharsets.UTF_8).length)
          .append("\r\n");
    }
    return text.append("\r\n").append(body).toString();
  }

  public RawHttp send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  public RawHttp send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /// The next whole response; informational ones are passed over.
  ///
  /// @throws IOException if the connection ends before a response has a head, or stays silent
  public RawResponse response() throws IOException {
    RawResponse response = responseOrNull();
    if (response == null) {
      throw new IOException("the connection ended before a response");
    }
    return response;
  }

  /// The next response, null when the connection ended before one began.
  public @Nullable RawResponse responseOrNull() throws IOException {
    String line = line();
    while (line != null && line.startsWith("HTTP/1.1 1")) {
      fields();
      line = line();
    }
    if (line == null) {
      return null;
    }
    String[] words = line.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
      throw new IOException("no status line: " + line);
    }
    int status = Integer.parseInt(words[1]);
    return body(status, fields());
  }

  /// Reads the head alone and leaves the body on the wire.
  public RawResponse head() throws IOException {
    String line = line();
    if (line == null) {
      throw new IOException("the connection ended before a response");
    }
    return new RawResponse(Integer.parseInt(line.split(" ", 3)[1]), fields(), new byte[0],
        List.of(), false);
  }

  /// Reads bytes until this text has come; they include any chunk framing.
  public String readUntil(String text) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (!read.toString(StandardCharsets.ISO_8859_1).endsWith(text)) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the connection ended after: " + read);
      }
      read.write(c);
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  /// Whether the other side has closed, within this time.
  public boolean closedWithin(Duration limit) throws IOException {
    socket.setSoTimeout((int) Math.max(1, limit.toMillis()));
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    } finally {
      patience(PATIENCE);
    }
  }

  /// Ends the connection with a RST.
  public void reset() throws IOException {
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
  }

  /// Sends a FIN and keeps reading.
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private RawResponse body(int status, List<Header> headers) throws IOException {
    if (status == 204 || status == 304) {
      return new RawResponse(status, headers, new byte[0], List.of(), true);
    }
    if (Header.first(headers, "transfer-encoding").isPresent()) {
      return chunked(status, headers);
    }
    String length = Header.first(headers, "content-length").orElse(null);
    if (length != null) {
      byte[] body = in.readNBytes(Integer.parseInt(length));
      return new RawResponse(status, headers, body, List.of(),
          body.length == Integer.parseInt(length));
    }
    return new RawResponse(status, headers, in.readAllBytes(), List.of(), true);
  }

  private RawResponse chunked(int status, List<Header> headers) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      for (String size = line(); size != null; size = line()) {
        int bytes = Integer.parseInt(size.strip(), 16);
        if (bytes == 0) {
          return new RawResponse(status, headers, body.toByteArray(), fields(), true);
        }
        body.writeBytes(in.readNBytes(bytes));
        line();
      }
    } catch (SocketTimeoutException silence) {
      throw silence;
    } catch (IOException _) {
      // A reset in the middle: the response says that it is not whole.
      return new RawResponse(status, headers, body.toByteArray(), List.of(), false);
    }
    return new RawResponse(status, headers, body.toByteArray(), List.of(), false);
  }

  private List<Header> fields() throws IOException {
    List<Header> fields = new ArrayList<>();
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      fields.add(Header.parse(line));
    }
    return fields;
  }

  private @Nullable String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      line.append((char) c);
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }
}
