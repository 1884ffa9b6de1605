package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.testing.Await;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Row R19: the gateway's own TLS.
@Tag("nightly")
class TlsIT {
  private static final String CHAT = "/v1/chat/completions";

  @TempDir
  private Path folder = Path.of("");

  @Test
  void bothVersionsOfTlsAndOfHttpAreSpokenAndNoOlderOnes() throws Exception {
    Certificates certificates = Certificates.in(folder);
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub, certificates.server())) {
      SSLContext trusting = context(certificates, null);
      for (String version : List.of("TLSv1.2", "TLSv1.3")) {
        for (HttpClient.Version http : HttpClient.Version.values()) {
          HttpResponse<String> response = ask(client(trusting, http, version), gateway);
          assertThat(response.statusCode()).isEqualTo(200);
          assertThat(response.version()).isEqualTo(http);
        }
      }
      assertThatThrownBy(() -> handshake(trusting, gateway, "TLSv1.1"))
          .isInstanceOf(SSLException.class);
      assertThatThrownBy(() -> handshake(SSLContext.getDefault(), gateway, "TLSv1.3"))
          .as("a client that does not trust the authority")
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void whereClientsMustShowACertificateNobodyElseIsServed() throws Exception {
    Certificates certificates = Certificates.in(folder);
    X509Bundle known = certificates.issue("client.test", Duration.ofDays(1));
    X509Bundle stranger = Certificates.in(Files.createDirectory(folder.resolve("other")))
        .issue("client.test", Duration.ofDays(1));
    X509Bundle expired = certificates.issue("client.test", Duration.ofMinutes(-1));
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub, certificates.mutual())) {
      HttpClient.Version version = HttpClient.Version.HTTP_1_1;
      assertThat(
          ask(client(context(certificates, known), version, "TLSv1.3"), gateway).statusCode())
          .isEqualTo(200);
      for (SSLContext wrong : List.of(context(certificates, null), context(certificates, stranger),
          context(certificates, expired))) {
        assertThatThrownBy(() -> ask(client(wrong, version, "TLSv1.3"), gateway))
            .isInstanceOf(IOException.class);
      }
      assertThat(stub.requests()).hasSize(1);
    }
  }

  @Test
  void aNewCertificateIsTakenOverAndABadOneIsNot() throws Exception {
    Certificates certificates = Certificates.in(folder);
    try (StubProvider stub = StubProvider.scripted(call -> {
      call.pause(Duration.ofSeconds(3));
      call.reply(Chat.answer());
    }); TestGateway gateway = gateway(stub, certificates.server())) {
      SSLContext trusting = context(certificates, null);
      assertThat(days(gateway)).isBetween(364.0, 365.0);
      var during = client(trusting, HttpClient.Version.HTTP_2, "TLSv1.3")
          .sendAsync(request(gateway), HttpResponse.BodyHandlers.ofString());
      stub.awaitRequest(0, TestGateway.SOON);

      X509Certificate renewed = certificates.renew(Duration.ofDays(30));
      awaitShown(trusting, gateway, renewed);
      assertThat(days(gateway)).isBetween(29.0, 30.0);

      certificates.replace("cert.pem", "no certificate");
      assertStays(trusting, gateway, renewed);
      X509Bundle other = certificates.issue("localhost", Duration.ofDays(10));
      certificates.replace("cert.pem", other.getCertificatePathPEM());
      assertStays(trusting, gateway, renewed);
      certificates.replace("key.pem", other.getPrivateKeyPEM());
      awaitShown(trusting, gateway, other.getCertificate());

      int dropped = during.get().statusCode() == 200 ? 0 : 1;
      Scorecard.write("R19",
          "TLS 1.2 and 1.3, ALPN, mutual TLS as they must be; " + dropped
              + " dropped on reload; last good certificate kept",
          "only TLS 1.2 and 1.3; 0 dropped on reload; a bad certificate changes nothing",
          dropped == 0);
      assertThat(dropped).isZero();
    }
  }

  private static void awaitShown(SSLContext trusting, TestGateway gateway, X509Certificate wanted) {
    Await.until("the new certificate is shown", Duration.ofSeconds(10),
        () -> shown(trusting, gateway).equals(wanted));
  }

  /// Longer than the gateway needs to look at the files.
  private static void assertStays(SSLContext trusting, TestGateway gateway,
      X509Certificate wanted) {
    assertThat(
        Await.holds(Duration.ofMillis(1_500), () -> !shown(trusting, gateway).equals(wanted)))
        .as("another certificate is shown")
        .isFalse();
  }

  private static X509Certificate shown(SSLContext trusting, TestGateway gateway) {
    try {
      return handshake(trusting, gateway, "TLSv1.3");
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private static X509Certificate handshake(SSLContext context, TestGateway gateway, String version)
      throws IOException {
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
        .createSocket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.setEnabledProtocols(new String[]{version});
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static double days(TestGateway gateway) throws IOException {
    return gateway.metrics()
        .lines()
        .filter(line -> line.startsWith("prism_tls_certificate_days_left "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElse(-1);
  }

  private static TestGateway gateway(StubProvider stub, String tls) {
    return TestGateway.start(GatewayYaml.to(stub.port()).server(tls));
  }

  private static HttpResponse<String> ask(HttpClient client, TestGateway gateway)
      throws IOException, InterruptedException {
    return client.send(request(gateway), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest request(TestGateway gateway) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + CHAT))
        .timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(Chat.request("chat")))
        .build();
  }

  private static HttpClient client(SSLContext context, HttpClient.Version http, String tls) {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[]{tls});
    return HttpClient.newBuilder()
        .sslContext(context)
        .sslParameters(parameters)
        .version(http)
        .build();
  }

  private static SSLContext context(Certificates certificates, @Nullable X509Bundle own)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] keys = new KeyManager[0];
    if (own != null) {
      char[] password = "secret".toCharArray();
      KeyStore store = own.toKeyStore(password);
      KeyManagerFactory factory = KeyManagerFactory
          .getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, password);
      keys = factory.getKeyManagers();
    }
    context.init(keys, certificates.trust().getTrustManagers(), null);
    return context;
  }
}
