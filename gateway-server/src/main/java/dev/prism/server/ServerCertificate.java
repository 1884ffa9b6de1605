package dev.prism.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/// A certificate chain and the private key that belongs to it, as read from two PEM files.
///
/// @param chain the server's own certificate first
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final byte[] PROBE = "prism".getBytes(StandardCharsets.US_ASCII);

  ServerCertificate {
    chain = List.copyOf(chain);
  }

  /// @throws IOException if a file cannot be read, is not what it should be, or the two do not belong
  ///                     together; the message is fit for a log
  static ServerCertificate read(Path cert, Path key) throws IOException {
    try (InputStream in = Files.newInputStream(cert)) {
      Collection<? extends Certificate> read = CertificateFactory.getInstance("X.509")
          .generateCertificates(in);
      List<X509Certificate> chain = read.stream().map(X509Certificate.class::cast).toList();
      if (chain.isEmpty()) {
        throw new IOException(cert + " holds no certificate");
      }
      ServerCertificate pair = new ServerCertificate(chain,
          privateKey(key, chain.getFirst().getPublicKey().getAlgorithm()));
      if (!pair.belongTogether()) {
        throw new IOException(key + " is not the key of " + cert);
      }
      return pair;
    } catch (GeneralSecurityException problem) {
      throw new IOException(
          cert + " or " + key + " cannot be read: " + problem.getClass().getSimpleName(), problem);
    }
  }

  private static PrivateKey privateKey(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " holds no PRIVATE KEY in PEM (PKCS#8, not encrypted)");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IllegalArgumentException notBase64) {
      throw new IOException(file + " is not PEM", notBase64);
    }
  }

  private boolean belongTogether() throws GeneralSecurityException {
    String kind = key.getAlgorithm();
    String algorithm = switch (kind) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> kind;
    };
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(PROBE);
    byte[] signature = signing.sign();
    Signature checking = Signature.getInstance(algorithm);
    checking.initVerify(chain.getFirst().getPublicKey());
    checking.update(PROBE);
    return checking.verify(signature);
  }

  /// When the first certificate of the chain ends.
  Instant expiry() {
    return chain.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  @Override
  public String toString() {
    return "certificate of " + chain.getFirst().getSubjectX500Principal();
  }
}
