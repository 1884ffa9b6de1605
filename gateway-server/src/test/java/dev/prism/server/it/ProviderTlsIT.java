package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubHttp2Provider;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS towards providers: the certificate is checked against the host's name, always, and ALPN decides
/// about HTTP/2. The gateway runs in a process of its own, which trusts the test's authority.
class ProviderTlsIT {
  /// Java sends no server name that has no dot.
  private static final String HOST = "provider.test";
  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir
  private Path folder = Path.of("");

  @Test
  void aProviderIsBelievedOnlyWithACertificateForItsName() throws Exception {
    Certificates certificates = Certificates.in(folder);
    X509Bundle right = certificates.issue(HOST, Duration.ofDays(1));
    X509Bundle otherHost = certificates.issue("other.test", Duration.ofDays(1));
    X509Bundle expired = certificates.issue(HOST, Duration.ofMinutes(-1));
    X509Bundle selfSigned = new CertificateBuilder().ecp256()
        .subject("CN=" + HOST)
        .addSanDnsName(HOST)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
    try (StubHttp2Provider two = http2(right);
        StubHttp2Provider wrongHost = http2(otherHost);
        StubHttp2Provider old = http2(expired);
        StubHttp2Provider unknown = http2(selfSigned);
        StubHttp2Provider stalled = StubHttp2Provider.stalled(http2Context(right));
        TlsServer one = new TlsServer(right);
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        GatewayProcess gateway = GatewayProcess.start(
            GatewayYaml.empty()
                .provider("two", at(two.port()))
                .provider("wrong", at(wrongHost.port()))
                .provider("old", at(old.port()))
                .provider("unknown", at(unknown.port()))
                .provider("stalled", at(stalled.port()))
                .provider("one", at(one.port()))
                .provider("silent", at(silent.getLocalPort()))
                .provider("noname", at(two.port()).replace(HOST, "nowhere.invalid"))
                .timeouts("{ connect: 1s, first-token: 5s, idle: 5s, total: 8s }")
                .route("chat", "{ stable: { provider: two, model: m } }", "{ primary: stable }")
                .route("midway", "{ stable: { provider: two, model: reset-midway } }",
                    "{ primary: stable }"),
            "-Djdk.net.hosts.file=" + hosts(),
            "-Djavax.net.ssl.trustStore=" + trustStore(certificates),
            "-Djavax.net.ssl.trustStorePassword=" + new String(PASSWORD))) {
      assertThat(ask(gateway, "two/m").status()).as("HTTP/2 by ALPN").isEqualTo(200);
      assertThat(two.requests()).hasSize(1);
      aRefusedStreamIsAskedAgain(gateway, two);
      aStreamThatIsResetInTheMiddleIsAnError(gateway, two);
      aWindowThatNeverOpensEndsInTime(gateway);
      assertThat(ask(gateway, "one/m").status()).as("HTTP/1.1").isEqualTo(200);
      assertThat(one.names).as("server name indication").containsExactly(HOST);

      for (String liar : List.of("wrong/m", "old/m", "unknown/m", "noname/m")) {
        RawResponse refused = ask(gateway, liar);
        assertThat(refused.status()).as(liar).isEqualTo(502);
        assertThat(refused.text()).contains("upstream_error").doesNotContain("127.0.0.1", "CN=");
      }
      assertThat(wrongHost.requests()).isEmpty();
      assertThat(old.requests()).isEmpty();
      assertThat(unknown.requests()).isEmpty();

      RawResponse hung = ask(gateway, "silent/m");
      assertThat(hung.status()).as("a handshake that hangs").isEqualTo(504);
      assertThat(hung.text()).contains("time limit: connect");
    }
  }

  /// What was refused was not processed, so asking again is safe.
  private static void aRefusedStreamIsAskedAgain(GatewayProcess gateway, StubHttp2Provider two)
      throws IOException {
    int before = two.requests().size();
    RawResponse response = ask(gateway, "two/refused-once");
    assertThat(response.status()).as("%s", response).isEqualTo(200);
    assertThat(two.requests()).hasSize(before + 2);
  }

  private static void aStreamThatIsResetInTheMiddleIsAnError(GatewayProcess gateway,
      StubHttp2Provider two) throws IOException {
    int before = two.requests().size();
    RawResponse response = RawHttp.post(gateway.port(), "/v1/chat/completions",
        Chat.streamRequest("midway"));
    // The reset may overtake the words that came just before it; then no stream has begun.
    assertThat(response.text()).contains("\"code\":\"upstream_error\"").doesNotContain("[DONE]");
    assertThat(two.requests()).as("a route without retries asks once").hasSize(before + 1);
  }

  private static void aWindowThatNeverOpensEndsInTime(GatewayProcess gateway) throws IOException {
    RawResponse response = RawHttp.post(gateway.port(), "/v1/chat/completions",
        Chat.request("stalled/m").replace(Chat.PROMPT, "x".repeat(1 << 20)),
        new Header("x-prism-timeout-ms", "1500"));
    assertThat(response.status()).as("%s", response).isEqualTo(504);
    assertThat(response.text()).contains("upstream_timeout");
  }

  private static RawResponse ask(GatewayProcess gateway, String model) throws IOException {
    return RawHttp.post(gateway.port(), "/v1/chat/completions", Chat.request(model),
        new Header("accept", "application/json"));
  }

  private static String at(int port) {
    return GatewayYaml.openAi(port).replace("http://127.0.0.1", "https://" + HOST);
  }

  /// Answers well, but for two models that stand for faults.
  private static StubHttp2Provider http2(X509Bundle bundle) throws Exception {
    AtomicInteger refused = new AtomicInteger();
    return StubHttp2Provider.answering(http2Context(bundle), request -> {
      String body = request.bodyText();
      if (body.contains("refused-once") && refused.getAndIncrement() == 0) {
        return Reply.nothing(Reply.Ending.RESET);
      }
      return body.contains("reset-midway")
          ? Chat.unfinished().ending(Reply.Ending.RESET)
          : Chat.answer();
    });
  }

  private static SslContext http2Context(X509Bundle bundle) throws Exception {
    return SslContextBuilder.forServer(bundle.toKeyManagerFactory())
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2))
        .build();
  }

  private Path hosts() throws IOException {
    return Files.writeString(folder.resolve("hosts"),
        "127.0.0.1 " + HOST + "\n127.0.0.1 localhost\n");
  }

  private Path trustStore(Certificates certificates) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setCertificateEntry("authority", certificates.authority().getCertificate());
    Path file = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    return file;
  }

  /// Speaks HTTP/1.1 without ALPN, and remembers the names that were asked for.
  private static final class TlsServer implements AutoCloseable {
    private final SSLServerSocket server;
    private final List<String> names = new CopyOnWriteArrayList<>();

    TlsServer(X509Bundle bundle) throws Exception {
      KeyManagerFactory keys = KeyManagerFactory
          .getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(bundle.toKeyStore(PASSWORD), PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      server = (SSLServerSocket) context.getServerSocketFactory()
          .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
      return server.getLocalPort();
    }

    private void serve() {
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        socket.startHandshake();
        ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
        for (SNIServerName name : session.getRequestedServerNames()) {
          names.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
        }
        int read = 0;
        while (read < Chat.request("m").length()) {
          read += socket.getInputStream().read(new byte[4096]);
        }
        byte[] body = Chat.ANSWER.getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream()
            .write(("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        socket.getInputStream().read();
      } catch (IOException ended) {
        names.add("broken: " + ended.getMessage());
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
