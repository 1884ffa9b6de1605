package dev.prism.perf.peers;

import dev.prism.perf.load.ChatBody;
import dev.prism.perf.load.Destination;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Asks a subject that is starting, over and over, until it answers with status 200.
final class FirstReply {
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final int READ_LIMIT_MILLIS = 5000;

  private FirstReply() {}

  /// @param alive whether there is still somebody to ask
  /// @throws IOException that says what the last answer was
  static void await(Destination destination, Duration limit, BooleanSupplier alive)
      throws IOException, InterruptedException {
    byte[] request = destination.post(ChatBody.of(1024, false));
    long deadline = System.nanoTime() + limit.toNanos();
    String last = "nothing";
    while (System.nanoTime() - deadline < 0) {
      if (!alive.getAsBoolean()) {
        throw new IOException("it ended before it answered");
      }
      last = ask(destination.port(), request);
      if (last.contains(" 200")) {
        return;
      }
      Thread.sleep(PAUSE);
    }
    throw new IOException("no status 200 within " + limit.toSeconds() + " s but " + last);
  }

  /// The first line of the answer, or what went wrong.

  private static String ask(int port, byte[] request) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(Destination.HOST), port),
          READ_LIMIT_MILLIS);
      socket.setSoTimeout(READ_LIMIT_MILLIS);
      socket.getOutputStream().write(request);
      byte[] head = socket.getInputStream().readNBytes(16);
      return new String(head, StandardCharsets.ISO_8859_1);
    } catch (IOException notYet) {
      return notYet.toString();
    }
  }
}
