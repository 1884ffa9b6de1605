package dev.prism.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A TCP relay to a local port that can be cut and mended.
final class CuttableLink implements AutoCloseable {
  private final ServerSocket listening;
  private final int to;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private boolean cut;

  CuttableLink(int to) throws IOException {
    this.to = to;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  synchronized void cut() throws IOException {
    cut = true;
    for (Socket socket : open) {
      socket.close();
    }
  }

  synchronized void mend() {
    cut = false;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        relay(listening.accept());
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /// As one step: a connection that is just being made must not outlive a cut.
  private synchronized void relay(Socket near) throws IOException {
    if (cut) {
      near.close();
      return;
    }
    Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
    open.add(near);
    open.add(far);
    Thread.ofVirtual().start(() -> copy(near, far));
    Thread.ofVirtual().start(() -> copy(far, near));
  }

  private void copy(Socket from, Socket into) {
    try (from; into) {
      from.getInputStream().transferTo(into.getOutputStream());
    } catch (IOException _) {
      // Cut, or closed by either side.
    } finally {
      open.remove(from);
      open.remove(into);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
