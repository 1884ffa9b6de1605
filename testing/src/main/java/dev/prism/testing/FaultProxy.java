package dev.prism.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A TCP proxy on loopback that does to a connection what bad networks do. Each way of a connection may have
/// one [Toxic] at a time; a change holds for the bytes that come after it. Two virtual threads a connection.
public final class FaultProxy implements AutoCloseable {
  /// As seen from the proxy's client: the bytes that it sends, and those that it gets.
  public enum Way {
    UPSTREAM, DOWNSTREAM
  }

  /// Passes everything as it comes.
  private static final Toxic NONE = new Toxic.Latency(Duration.ZERO);
  private static final int PIECE = 16 * 1024;
  private static final int STEPS_A_SECOND = 50;
  private static final Duration FOREVER = Duration.ofDays(1);

  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile Toxic upstream = NONE;
  private volatile Toxic downstream = NONE;
  private volatile boolean closed;

  private FaultProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
    Thread.ofVirtual().name("fault-proxy").start(this::accept);
  }

  /// A proxy before this port of loopback.
  public static FaultProxy before(int target) throws IOException {
    return new FaultProxy(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), target);
  }

  public int port() {
    return server.getLocalPort();
  }

  public void poison(Way way, Toxic toxic) {
    if (way == Way.UPSTREAM) {
      upstream = toxic;
    } else {
      downstream = toxic;
    }
  }

  /// Takes all toxics away, and the connections that had them.
  public void heal() {
    upstream = NONE;
    downstream = NONE;
    sockets.forEach(FaultProxy::close);
    sockets.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // The proxy is closed.
    }
  }

  private void serve(Socket client) {
    if (upstream instanceof Toxic.Down || downstream instanceof Toxic.Down) {
      close(client);
      return;
    }
    try {
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
      for (Socket each : List.of(client, behind)) {
        each.setTcpNoDelay(true);
        sockets.add(each);
      }
      Thread.ofVirtual().start(() -> pump(new Link(client, behind, Way.UPSTREAM)));
      Thread.ofVirtual().start(() -> pump(new Link(behind, client, Way.DOWNSTREAM)));
    } catch (IOException _) {
      // Nobody listens behind the proxy.
      close(client);
    }
  }

  /// One way of a connection.
  private record Link(Socket from, Socket to, Way way) {}

  private Toxic toxic(Link link) {
    return link.way == Way.UPSTREAM ? upstream : downstream;
  }

  private void pump(Link link) {
    byte[] piece = new byte[PIECE];
    long passed = 0;
    try {
      InputStream in = link.from.getInputStream();
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        if (!pass(link, piece, n, passed)) {
          break;
        }
        passed += n;
      }
      if (toxic(link) instanceof Toxic.SlowClose(Duration delay)) {
        sleep(delay);
      }
    } catch (IOException _) {
      // One side is gone; the other hears of it.
    }
    close(link.to);
    close(link.from);
  }

  /// @return false when the connection is over
  private boolean pass(Link link, byte[] piece, int size, long passed) throws IOException {
    OutputStream out = link.to.getOutputStream();
    switch (toxic(link)) {
      case Toxic.Latency(Duration delay) -> {
        sleep(delay);
        out.write(piece, 0, size);
      }
      case Toxic.Bandwidth(int perSecond) -> {
        int step = Math.max(1, perSecond / STEPS_A_SECOND);
        slices(piece, size, step, Duration.ofMillis(1_000L * step / perSecond), out);
      }
      case Toxic.Slicer(int step, Duration pause) -> slices(piece, size, step, pause, out);
      case Toxic.SlowClose _ -> out.write(piece, 0, size);
      case Toxic.Timeout(Duration after) -> {
        sleep(after.isZero() ? FOREVER : after);
        return false;
      }
      case Toxic.ResetPeer(Duration after) -> {
        sleep(after);
        link.from.setSoLinger(true, 0);
        link.to.setSoLinger(true, 0);
        return false;
      }
      case Toxic.LimitData(long bytes) -> {
        out.write(piece, 0, (int) Math.min(size, Math.max(0, bytes - passed)));
        return passed + size < bytes;
      }
      case Toxic.Down _ -> {
        return false;
      }
    }
    return true;
  }

  private void slices(byte[] piece, int size, int step, Duration pause, OutputStream out)
      throws IOException {
    for (int at = 0; at < size; at += step) {
      sleep(pause);
      out.write(piece, at, Math.min(step, size - at));
    }
  }

  /// Ends early when the proxy is closed.
  private void sleep(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (!closed && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(Math.min(end - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(100)));
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone already.
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    heal();
  }
}
