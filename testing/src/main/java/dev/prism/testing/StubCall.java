package dev.prism.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One request that a stub provider is answering, and the bytes that it answers with. Used by the
/// script's thread; nothing is held back beyond a call.
public final class StubCall {
  private static final int LONGEST_HANG_SECONDS = 120;
  /// Bytes of a piece that is gathered with its neighbours, and of what is gathered.
  private static final int TINY = 7;
  private static final int AT_ONCE = 509;
  private final Socket socket;
  private final OutputStream out;
  private final CompletableFuture<Long> peerClosedNanos;
  private @Nullable ReceivedRequest request;
  private boolean over;

  StubCall(Socket socket, CompletableFuture<Long> peerClosedNanos) throws IOException {
    this.socket = socket;
    out = socket.getOutputStream();
    this.peerClosedNanos = peerClosedNanos;
  }

  void begin(ReceivedRequest next) {
    request = next;
  }

  public ReceivedRequest request() {
    ReceivedRequest current = request;
    if (current == null) {
      throw new IllegalStateException("no request has arrived yet");
    }
    return current;
  }

  /// Sends a reply: head, pieces, ending.
  public void reply(Reply reply) throws IOException {
    boolean chunked = reply.framing() == Reply.Framing.CHUNKED;
    if (reply.status() > 0) {
      send(head(reply));
    }
    if (chunked) {
      chunks(reply.pieces());
    } else {
      for (byte[] piece : reply.pieces()) {
        send(piece);
      }
    }
    switch (reply.ending()) {
      case COMPLETE -> {
        if (chunked) {
          send("0\r\n\r\n");
        } else if (reply.framing() == Reply.Framing.UNTIL_CLOSE) {
          close();
        }
      }
      case CLOSE -> close();
      case RESET -> reset();
      case HANG -> hang();
    }
  }

  /// Lets the kernel hold no more than about this many bytes that the peer has not taken.
  public void sendBuffer(int bytes) throws IOException {
    socket.setSendBufferSize(bytes);
  }

  /// Sends these bytes and nothing else.
  public void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /// Sends text in ISO 8859-1, so that every byte can be written down.
  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends one chunk of a chunked body.
  public void chunk(byte[] piece) throws IOException {
    send(framed(piece));
  }

  private static byte[] framed(byte[] piece) {
    byte[] size = (Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] framed = new byte[size.length + piece.length + 2];
    System.arraycopy(size, 0, framed, 0, size.length);
    System.arraycopy(piece, 0, framed, size.length, piece.length);
    framed[framed.length - 2] = '\r';
    framed[framed.length - 1] = '\n';
    return framed;
  }

  public void chunk(String text) throws IOException {
    chunk(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Each piece is a chunk; tiny ones go to the socket many at a time, cut at odd places: a system call for
  /// each byte took most of the time of a replay, and the peer's decoder sees the same chunks.
  private void chunks(List<byte[]> pieces) throws IOException {
    ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      gathered.writeBytes(framed(piece));
      if (piece.length > TINY || gathered.size() >= AT_ONCE) {
        send(gathered.toByteArray());
        gathered.reset();
      }
    }
    send(gathered.toByteArray());
  }

  /// Says nothing more until the peer leaves, or two minutes.
  public void hang() {
    waitForPeer(Duration.ofSeconds(LONGEST_HANG_SECONDS));
    close();
  }

  /// Waits, unless the peer leaves first; true when it is still there.
  public boolean pause(Duration time) {
    return !waitForPeer(time);
  }

  /// Ends the connection with a FIN.
  public void close() {
    over = true;
    try {
      socket.close();
    } catch (IOException _) {
      // Closing is all that is wanted; a socket that fails to close is closed.
      over = true;
    }
  }

  /// Ends the connection with a RST.
  public void reset() {
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException _) {
      // The peer was faster: the connection is gone as wanted.
      over = true;
    }
    close();
  }

  boolean isOver() {
    return over;
  }

  private boolean waitForPeer(Duration time) {
    try {
      peerClosedNanos.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static String head(Reply reply) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " X\r\n");
    for (Header header : reply.headers()) {
      head.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    switch (reply.framing()) {
      case LENGTH -> head.append("content-length: ").append(reply.length()).append("\r\n");
      case CHUNKED -> head.append("transfer-encoding: chunked\r\n");
      case UNTIL_CLOSE -> head.append("connection: close\r\n");
    }
    return head.append("\r\n").toString();
  }
}
