package dev.prism.providers.bedrock;

import dev.prism.exchange.Secret;
import dev.prism.providers.PathSegment;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signs requests as AWS wants it (Signature Version 4). What is signed is what is sent, byte for byte, so
/// the path is encoded a second time for the signature, as the service does with what it receives.
///
/// @param session what a temporary key needs besides, null for a lasting one
record SigV4(
    String keyId,
    Secret key,
    @Nullable Secret session,
    String region,
    SigV4.Service service) {
  static final Service BEDROCK = new Service("bedrock", "application/json");
  static final Service TOKENS = new Service("sts", "application/x-www-form-urlencoded");
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
      .withZone(ZoneOffset.UTC);

  /// @param type of the bodies that it takes
  record Service(String name, String type) {}

  /// The headers that make a POST authentic, `authorization` among them.
  Map<String, String> headers(String host, String path, byte[] body, Instant now) {
    String stamp = STAMP.format(now);
    String digest = hex(sha256(body));
    Map<String, String> signed = new LinkedHashMap<>();
    signed.put("content-type", service.type());
    signed.put("host", host);
    signed.put("x-amz-content-sha256", digest);
    signed.put("x-amz-date", stamp);
    if (session != null) {
      signed.put("x-amz-security-token", session.reveal());
    }
    StringBuilder canonical = new StringBuilder("POST\n").append(twice(path)).append("\n\n");
    signed.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    String names = String.join(";", signed.keySet());
    canonical.append('\n').append(names).append('\n').append(digest);
    String day = stamp.substring(0, 8);
    String scope = day + "/" + region + "/" + service.name() + "/aws4_request";
    String wanted = "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n"
        + hex(sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)));
    signed.remove("host");
    signed.put("authorization", "AWS4-HMAC-SHA256 Credential=" + keyId + "/" + scope
        + ", SignedHeaders=" + names + ", Signature=" + hex(hmac(signingKey(day), wanted)));
    return signed;
  }

  private byte[] signingKey(String day) {
    byte[] seed = ("AWS4" + key.reveal()).getBytes(StandardCharsets.UTF_8);
    return hmac(hmac(hmac(hmac(seed, day), region), service.name()), "aws4_request");
  }

  private static String twice(String path) {
    StringBuilder encoded = new StringBuilder();
    for (String segment : path.substring(1).split("/", -1)) {
      encoded.append('/').append(PathSegment.encode(segment));
    }
    return encoded.toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
