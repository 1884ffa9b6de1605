package dev.prism.server.it;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.TrustManagerFactory;

/// An authority of the test's own and what it has issued, as files that a gateway reads.
final class Certificates {
  private final Path folder;
  private final X509Bundle authority;

  private Certificates(Path folder, X509Bundle authority) {
    this.folder = folder;
    this.authority = authority;
  }

  /// An authority with a server certificate for `localhost` and 127.0.0.1 that holds for a year.
  static Certificates in(Path folder) throws Exception {
    Certificates made = new Certificates(folder,
        new CertificateBuilder().ecp256()
            .subject("CN=Prism test authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned());
    made.renew(Duration.ofDays(365));
    Files.writeString(folder.resolve("ca.pem"), made.authority.getRootCertificatePEM());
    return made;
  }

  /// Issues a new server certificate in the place of the old one.
  X509Certificate renew(Duration validity) throws Exception {
    X509Bundle server = issue("localhost", validity);
    replace("key.pem", server.getPrivateKeyPEM());
    replace("cert.pem", server.getCertificatePathPEM());
    return server.getCertificate();
  }

  /// A certificate of the authority for this host.
  X509Bundle issue(String host, Duration validity) throws Exception {
    CertificateBuilder builder = new CertificateBuilder().ecp256()
        .subject("CN=" + host)
        .addSanDnsName(host)
        .notAfter(Instant.now().plus(validity))
        .addExtendedKeyUsageServerAuth()
        .addExtendedKeyUsageClientAuth();
    if (host.equals("localhost")) {
      builder.addSanIpAddress("127.0.0.1");
    }
    return builder.buildIssuedBy(authority);
  }

  /// Writes the file as deployments do: whole, in one step.
  void replace(String name, String text) throws Exception {
    Path fresh = Files.writeString(folder.resolve(name + ".new"), text);
    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /// The settings of a gateway that shows the certificate, to put after others.
  String server() {
    return ", tls: { cert: \"" + folder.resolve("cert.pem") + "\", key: \""
        + folder.resolve("key.pem") + "\" }";
  }

  /// As [#server], for clients that must show a certificate too.
  String mutual() {
    return server().replace(" }", ", client-ca: \"" + folder.resolve("ca.pem") + "\" }");
  }

  /// Trusts the authority and no other.
  TrustManagerFactory trust() {
    return authority.toTrustManagerFactory();
  }

  Path folder() {
    return folder;
  }

  X509Bundle authority() {
    return authority;
  }
}
