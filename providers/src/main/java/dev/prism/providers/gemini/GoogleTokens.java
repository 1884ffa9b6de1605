package dev.prism.providers.gemini;

import dev.prism.exchange.Secret;
import dev.prism.providers.Renewed;
import dev.prism.providers.YamlSection;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Access tokens of Google's cloud, from a service account's key, a user's refresh token, or the metadata
/// server of a machine in that cloud. Renewed ahead of their end.
public final class GoogleTokens implements Supplier<Secret>, Closeable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String METADATA = "http://metadata.google.internal/computeMetadata/v1/"
      + "instance/service-accounts/default/token";
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private final @Nullable YamlSection key;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final Renewed<Secret> token = new Renewed<>("google-tokens", this::fetch);

  /// @param credentials the file of a key, null for the machine's own account
  GoogleTokens(@Nullable Path credentials) {
    key = credentials == null ? null : read(credentials);
  }

  private static YamlSection read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return YamlSection.read("credentials", in);
    } catch (IOException problem) {
      throw new IllegalArgumentException("credentials cannot be read: " + file, problem);
    }
  }

  GoogleTokens start() {
    token.start();
    return this;
  }

  /// Why the last renewal failed, null when it did not.
  @Nullable
  String trouble() {
    return token.trouble();
  }

  /// The token in force, empty before the first one came.
  @Override
  public Secret get() {
    Secret known = token.get();
    return known == null ? new Secret("") : known;
  }

  private Renewed.Leased<Secret> fetch()
      throws IOException, InterruptedException, GeneralSecurityException {
    YamlSection reply = YamlSection.read("token",
        new ByteArrayInputStream(asked().getBytes(StandardCharsets.UTF_8)));
    String fresh = reply.text("access_token");
    if (fresh == null) {
      throw new Renewed.Refused("no access token was given");
    }
    var seconds = reply.number("expires_in");
    return new Renewed.Leased<>(new Secret(fresh),
        Instant.now().plusSeconds(seconds == null ? 0 : seconds.longValue()));
  }

  private String asked() throws IOException, InterruptedException, GeneralSecurityException {
    YamlSection account = key;
    HttpRequest.Builder request;
    if (account == null) {
      request = HttpRequest.newBuilder(URI.create(METADATA)).header("Metadata-Flavor", "Google");
    } else {
      String uri = text(account, "token_uri", "https://oauth2.googleapis.com/token");
      String form = "service_account".equals(account.text("type"))
          ? "grant_type=" + encode("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&assertion="
              + assertion(account, uri, Instant.now())
          : "grant_type=refresh_token&client_id=" + encode(text(account, "client_id", ""))
              + "&client_secret=" + encode(text(account, "client_secret", "")) + "&refresh_token="
              + encode(text(account, "refresh_token", ""));
      request = HttpRequest.newBuilder(URI.create(uri))
          .header("content-type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(form));
    }
    return http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  /// What a service account signs to get a token (RFC 7523).
  static String assertion(YamlSection account, String audience, Instant now)
      throws GeneralSecurityException {
    String head = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
    long second = now.getEpochSecond();
    String claims = "{\"iss\":\"" + text(account, "client_email", "") + "\",\"scope\":\"" + SCOPE
        + "\",\"aud\":\"" + audience + "\",\"iat\":" + second + ",\"exp\":" + (second + 3600) + "}";
    String signed = head + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
    String pem = text(account, "private_key", "").lines()
        .filter(line -> !line.startsWith("-----"))
        .reduce("", String::concat);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem))));
    signature.update(signed.getBytes(StandardCharsets.UTF_8));
    return signed + "." + base64(signature.sign());
  }

  private static String text(YamlSection section, String name, String otherwise) {
    String text = section.text(name);
    return text == null ? otherwise : text;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    token.close();
    http.close();
  }
}
