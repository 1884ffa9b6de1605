package dev.prism.providers.bedrock;

import dev.prism.exchange.Secret;
import dev.prism.providers.Renewed;
import dev.prism.providers.Renewed.Leased;
import dev.prism.providers.YamlSection;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fetches temporary keys: of a role by STS, of a machine by IMDSv2, of a container by ECS's address. It
/// follows no redirect, and what it does not reach in seconds it does not reach.
final class AwsFetch implements Closeable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final Duration UNSAID = Duration.ofMinutes(15);
  private final HttpClient http = HttpClient.newBuilder()
      .connectTimeout(Duration.ofSeconds(2))
      .followRedirects(HttpClient.Redirect.NEVER)
      .build();
  private final AwsPlaces places;

  AwsFetch(AwsPlaces places) {
    this.places = places;
  }

  /// The keys of the role that a token of another identity provider opens.
  Leased<AwsKeys> webIdentity(String role, Path token, String region)
      throws IOException, InterruptedException {
    String form = form("AssumeRoleWithWebIdentity", role) + "&WebIdentityToken="
        + encode(Files.readString(token).strip());
    return assumed(request(places.tokens(region).resolve("/"))
        .header("content-type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  /// The keys of a role that other keys open.
  Leased<AwsKeys> role(String role, @Nullable String externalId, AwsKeys by, String region)
      throws IOException, InterruptedException {
    String form = form("AssumeRole", role)
        + (externalId == null ? "" : "&ExternalId=" + encode(externalId));
    URI url = places.tokens(region).resolve("/");
    HttpRequest.Builder request = request(url).POST(HttpRequest.BodyPublishers.ofString(form));
    new SigV4(by.id(), by.key(), by.session(), region, SigV4.TOKENS)
        .headers(url.getRawAuthority(), "/", form.getBytes(StandardCharsets.UTF_8), Instant.now())
        .forEach(request::header);
    return assumed(request);
  }

  private static String form(String action, String role) {
    return "Action=" + action + "&Version=2011-06-15&RoleSessionName=prism&RoleArn=" + encode(role);
  }

  /// The keys of the machine's own role. Version 2: the token comes first.
  Leased<AwsKeys> machine() throws IOException, InterruptedException {
    String token = text(request(places.machine().resolve("/latest/api/token"))
        .header("x-aws-ec2-metadata-token-ttl-seconds", "21600")
        .PUT(HttpRequest.BodyPublishers.noBody()));
    String header = "x-aws-ec2-metadata-token";
    String role = text(request(places.machine().resolve(ROLES)).header(header, token)).lines()
        .findFirst()
        .orElse("");
    return json(text(
        request(places.machine().resolve(ROLES + encode(role.strip()))).header(header, token)));
  }

  /// The keys of the container's own role.
  ///
  /// @param url   as the environment says
  /// @param token what it wants to see, null for nothing
  Leased<AwsKeys> container(URI url, @Nullable String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(url);
    if (token != null) {
      request.header("authorization", token);
    }
    return json(text(request));
  }

  private static HttpRequest.Builder request(URI url) {
    return HttpRequest.newBuilder(url).timeout(LIMIT);
  }

  private String text(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(),
        HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new Renewed.Refused("no credentials: status " + response.statusCode());
    }
    return response.body();
  }

  private static Leased<AwsKeys> json(String text) throws IOException {
    YamlSection reply = YamlSection.read("credentials",
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    return keys(Map.of("AccessKeyId", or(reply.text("AccessKeyId")), "SecretAccessKey",
        or(reply.text("SecretAccessKey")), "SessionToken", or(reply.text("Token")), "Expiration",
        or(reply.text("Expiration"))));
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text;
  }

  /// What STS says in XML, whose values have no markup of their own.
  private Leased<AwsKeys> assumed(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    String xml = text(request);
    return keys(Map.of("AccessKeyId", between(xml, "AccessKeyId"), "SecretAccessKey",
        between(xml, "SecretAccessKey"), "SessionToken", between(xml, "SessionToken"), "Expiration",
        between(xml, "Expiration")));
  }

  private static String between(String xml, String name) {
    int from = xml.indexOf("<" + name + ">");
    int to = xml.indexOf("</" + name + ">", Math.max(from, 0));
    return from < 0 || to < 0 ? "" : xml.substring(from + name.length() + 2, to).strip();
  }

  private static Leased<AwsKeys> keys(Map<String, String> said) throws IOException {
    String id = or(said.get("AccessKeyId"));
    String key = or(said.get("SecretAccessKey"));
    String session = or(said.get("SessionToken"));
    if (id.isEmpty() || key.isEmpty()) {
      throw new Renewed.Refused("no credentials in the reply");
    }
    return new Leased<>(
        new AwsKeys(id, new Secret(key), session.isEmpty() ? null : new Secret(session)),
        end(or(said.get("Expiration"))));
  }

  private static Instant end(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException unsaid) {
      return Instant.now().plus(UNSAID);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
