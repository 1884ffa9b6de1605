package dev.prism.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A provider made of raw sockets on a loopback port: it sends exactly the bytes it is told to, cuts or
/// hangs wherever it is told to, and keeps every request as it arrived. One virtual thread writes and
/// one reads per connection, so it sees the peer leave at once, whatever it is doing.
public final class StubProvider implements AutoCloseable {
  private final ServerSocket server;
  private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
  private final Set<StubConnection> connections = ConcurrentHashMap.newKeySet();
  private final List<IOException> broken = new CopyOnWriteArrayList<>();
  private volatile Script script;

  /// Answers one request; runs on the connection's own virtual thread.
  public interface Script {
    void answer(StubCall call) throws IOException;
  }

  private StubProvider(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
  }

  /// A provider whose script writes bytes itself.
  public static StubProvider scripted(Script script) {
    try {
      ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
      StubProvider stub = new StubProvider(server, script);
      Thread.ofVirtual().name("stub-accept").start(stub::accept);
      return stub;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// A provider that answers each request as the function says.
  public static StubProvider answering(Function<ReceivedRequest, Reply> answer) {
    return scripted(call -> call.reply(answer.apply(call.request())));
  }

  /// A provider that always answers the same.
  public static StubProvider answering(Reply reply) {
    return answering(_ -> reply);
  }

  /// Changes the answer for requests from now on.
  public void script(Script other) {
    script = other;
  }

  public void answer(Reply reply) {
    script = call -> call.reply(reply);
  }

  public int port() {
    return server.getLocalPort();
  }

  /// `http://127.0.0.1:port`, without a path.
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /// What has arrived so far, in order of arrival.
  public List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  /// Forgets what has arrived.
  public void forget() {
    requests.clear();
  }

  /// Waits for the request number `index`, from 0.
  public ReceivedRequest awaitRequest(int index, Duration limit) {
    Await.until("request " + index + " arrives", limit, () -> requests.size() > index);
    return requests.get(index);
  }

  /// Connections that died before they were accepted.
  public List<IOException> broken() {
    return List.copyOf(broken);
  }

  /// Connections that are open now.
  public int openConnections() {
    return connections.size();
  }

  /// Writes to every idle connection, as a hostile provider might.
  public void sendOnIdle(byte[] bytes) throws IOException {
    for (StubConnection connection : connections) {
      connection.call().send(bytes);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    connections.forEach(StubConnection::close);
  }

  private void accept() {
    for (int number = 0; !server.isClosed(); number++) {
      acceptOne(number);
    }
  }

  private void acceptOne(int number) {
    try {
      Socket socket = server.accept();
      socket.setTcpNoDelay(true);
      StubConnection connection = new StubConnection(socket, number);
      connections.add(connection);
      Thread.ofVirtual().name("stub-" + number).start(() -> serve(connection));
    } catch (IOException failed) {
      if (!server.isClosed()) {
        broken.add(failed);
      }
    }
  }

  private void serve(StubConnection connection) {
    try {
      ReceivedRequest request = connection.nextRequest();
      while (request != null) {
        requests.add(request);
        StubCall call = connection.call();
        call.begin(request);
        script.answer(call);
        request = call.isOver() ? null : connection.nextRequest();
      }
    } catch (IOException _) {
      // The peer left while it was being answered; the request's own record says when.
      connection.close();
    } finally {
      connection.close();
      connections.remove(connection);
    }
  }
}
