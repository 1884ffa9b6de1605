package dev.prism.conf;

import dev.prism.exchange.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The data plane's own socket.
///
/// @param host         the address to bind
/// @param port         0 takes a free one
/// @param maxBody      the largest request body, at most 1 GiB
/// @param drainTimeout how long streams in flight may go on after SIGTERM
/// @param tls          left out, the socket is plain text
/// @param clients      what the connections of clients may cost
public record ServerSettings(
    String host,
    int port,
    ByteSize maxBody,
    Duration drainTimeout,
    @Nullable Tls tls,
    ClientSettings clients) {
  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 8080;
  public static final ByteSize DEFAULT_MAX_BODY = ByteSize.ofMebibytes(32);
  public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(30);

  public ServerSettings {
    Ports.check(port);
    if (maxBody.bytes() < 1 || maxBody.bytes() > 1L << 30) {
      throw new IllegalArgumentException("max-body must be between 1B and 1GiB");
    }
  }

  /// The same settings on another port; what `--port` does.
  /// On a free port of this machine, in plain text.
  ServerSettings examined() {
    return new ServerSettings("127.0.0.1", 0, maxBody, drainTimeout, null, clients);
  }

  public ServerSettings withPort(int newPort) {
    return new ServerSettings(host, newPort, maxBody, drainTimeout, tls, clients);
  }

  /// @param cert     the certificate chain, PEM
  /// @param key      the private key, PEM (PKCS#8)
  /// @param clientCa the authorities that a client's certificate must come from; null asks for none
  public record Tls(Path cert, Path key, @Nullable Path clientCa) {}
}
