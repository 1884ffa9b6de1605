package dev.prism.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A request as it reached a stub provider, byte for byte, and when its sender gave it up.
public final class ReceivedRequest {
  private final String head;
  private final String method;
  private final String target;
  private final List<Header> headers;
  private final byte[] body;
  private final int connection;
  private final CompletableFuture<Long> peerClosedNanos;

  /// @param head            request line and header fields as they came, in ISO 8859-1
  /// @param connection      the number of the connection it came on, from 0
  /// @param peerClosedNanos completed with `System.nanoTime()` when the sender closed the connection or
  ///     reset the stream
  ReceivedRequest(String head, byte[] body, int connection,
      CompletableFuture<Long> peerClosedNanos) {
    List<String> lines = head.lines().filter(line -> !line.isEmpty()).toList();
    String[] words = lines.getFirst().split(" ", 3);
    this.head = head;
    method = words[0];
    target = words.length > 1 ? words[1] : "";
    headers = lines.stream().skip(1).map(Header::parse).toList();
    this.body = body;
    this.connection = connection;
    this.peerClosedNanos = peerClosedNanos;
  }

  public String head() {
    return head;
  }

  public String method() {
    return method;
  }

  public String target() {
    return target;
  }

  public List<Header> headers() {
    return headers;
  }

  public Optional<String> header(String name) {
    return Header.first(headers, name);
  }

  /// The body without its framing.
  public byte[] body() {
    return body.clone();
  }

  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public int connection() {
    return connection;
  }

  /// Whether the sender has given the request up.
  public boolean closedByPeer() {
    return peerClosedNanos.isDone();
  }

  /// Waits until the sender gives the request up.
  ///
  /// @return `System.nanoTime()` of that moment
  /// @throws AssertionError if it does not within `limit`
  public long awaitClosedByPeer(Duration limit) {
    try {
      return peerClosedNanos.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new AssertionError("the peer kept the request for " + limit.toMillis() + " ms");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the peer to close");
    }
  }

  @Override
  public String toString() {
    return method + " " + target + " (" + body.length + " bytes)";
  }
}
