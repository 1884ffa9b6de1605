package dev.prism.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One connection of a stub provider: a reader thread that notices the peer's end at once, and a
/// parser that takes requests out of what was read, keeping their bytes.
final class StubConnection {
  private final Socket socket;
  private final int number;
  private final CompletableFuture<Long> peerClosedNanos = new CompletableFuture<>();
  private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
  private final StubCall call;
  private byte[] window = new byte[0];
  private int windowPos;

  StubConnection(Socket socket, int number) throws IOException {
    this.socket = socket;
    this.number = number;
    call = new StubCall(socket, peerClosedNanos);
    Thread.ofVirtual().name("stub-read-" + number).start(this::read);
  }

  StubCall call() {
    return call;
  }

  /// The next request, null when the peer has closed.
  @Nullable
  ReceivedRequest nextRequest() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ending = 0;
    while (ending < 4) {
      int c = take();
      if (c < 0) {
        return null;
      }
      head.write(c);
      ending = c == "\r\n\r\n".charAt(ending) ? ending + 1 : c == '\r' ? 1 : 0;
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    byte[] body = body(new ReceivedRequest(text, new byte[0], number, peerClosedNanos));
    return new ReceivedRequest(text, body, number, peerClosedNanos);
  }

  private byte[] body(ReceivedRequest head) throws IOException {
    if (head.header("transfer-encoding").isPresent()) {
      return chunkedBody();
    }
    return takeExactly(Integer.parseInt(head.header("content-length").orElse("0")));
  }

  private byte[] chunkedBody() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(takeLine().split(";", 2)[0].strip(), 16);
      body.writeBytes(takeExactly(size));
      if (size == 0) {
        String trailer = takeLine();
        while (!trailer.isEmpty()) {
          trailer = takeLine();
        }
        return body.toByteArray();
      }
      takeLine();
    }
  }

  private String takeLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = take(); c != '\n'; c = take()) {
      if (c < 0) {
        throw new IOException("the peer closed inside a chunk head");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private byte[] takeExactly(int size) throws IOException {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      int c = take();
      if (c < 0) {
        throw new IOException("the peer closed inside a body");
      }
      bytes[i] = (byte) c;
    }
    return bytes;
  }

  private int take() throws IOException {
    if (windowPos == window.length && !refill()) {
      return -1;
    }
    return window[windowPos++] & 0xFF;
  }

  private boolean refill() throws IOException {
    synchronized (arrived) {
      while (arrived.size() == 0 && !peerClosedNanos.isDone()) {
        try {
          arrived.wait();
        } catch (InterruptedException interrupted) {
          throw new IOException(interrupted);
        }
      }
      window = arrived.toByteArray();
      arrived.reset();
      windowPos = 0;
      return window.length > 0;
    }
  }

  private void read() {
    byte[] buffer = new byte[16_384];
    try {
      for (int n = socket.getInputStream().read(buffer); n >= 0; n = socket.getInputStream()
          .read(buffer)) {
        synchronized (arrived) {
          arrived.write(buffer, 0, n);
          arrived.notifyAll();
        }
      }
    } catch (IOException _) {
      // A reset is an end as well: what counts is when.
      peerClosedNanos.complete(System.nanoTime());
    }
    peerClosedNanos.complete(System.nanoTime());
    synchronized (arrived) {
      arrived.notifyAll();
    }
  }

  void close() {
    call.close();
  }
}
