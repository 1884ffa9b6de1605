package dev.prism.perf.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Where requests go, and what a subject wants in their head.
///
/// @param port    a port of the loopback address
/// @param path    of a chat completion, with a leading slash
/// @param headers further request headers, such as a key
public record Destination(int port, String path, Map<String, String> headers) {
  public static final String HOST = "127.0.0.1";

  public Destination {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("no port: " + port);
    }
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("no path: " + path);
    }
    headers = Map.copyOf(headers);
  }

  /// A whole POST of a JSON body, ready for the wire.
  public byte[] post(byte[] body) {
    StringBuilder head = new StringBuilder(512);
    head.append("POST ")
        .append(path)
        .append(" HTTP/1.1\r\nhost: ")
        .append(HOST)
        .append(':')
        .append(port)
        .append("\r\naccept: application/json\r\n")
        .append("content-type: application/json\r\n")
        .append("user-agent: OpenAI/Python 2.8.1\r\n")
        .append("content-length: ")
        .append(body.length)
        .append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }
}
