package dev.prism.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A response as it came over a raw socket.
public final class RawResponse {
  private final int status;
  private final List<Header> headers;
  private final byte[] body;
  private final List<Header> trailers;
  private final boolean whole;

  /// @param whole whether the body ended as its framing says, not by a cut
  RawResponse(int status, List<Header> headers, byte[] body, List<Header> trailers, boolean whole) {
    this.status = status;
    this.headers = List.copyOf(headers);
    this.body = body;
    this.trailers = List.copyOf(trailers);
    this.whole = whole;
  }

  public int status() {
    return status;
  }

  public List<Header> headers() {
    return headers;
  }

  public Optional<String> header(String name) {
    return Header.first(headers, name);
  }

  public byte[] body() {
    return body.clone();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public List<Header> trailers() {
    return trailers;
  }

  public Optional<String> trailer(String name) {
    return Header.first(trailers, name);
  }

  /// Whether the body ended as its framing says, not by a cut.
  public boolean isWhole() {
    return whole;
  }

  @Override
  public String toString() {
    return status + " " + headers + "\n" + text() + (whole ? "" : "\n(cut)");
  }
}
