package dev.prism.providers.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.prism.providers.Renewed.Leased;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys found where AWS's own tools look, from a server that answers as AWS's do.
class AwsChainTest {
  private static final String JSON = """
      {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"ASIA1","SecretAccessKey":"s/1+",\
      "Token":"t==","Expiration":"2031-01-01T00:00:00Z"}""";
  private static final String XML = """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <Credentials><AccessKeyId>ASIA2</AccessKeyId><SecretAccessKey>s2</SecretAccessKey>
        <SessionToken>t2</SessionToken><Expiration>2032-01-01T00:00:00Z</Expiration></Credentials>
      </AssumeRoleResult></AssumeRoleResponse>""";

  @TempDir
  private Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private AwsPlaces places;
  private AwsFetch fetch;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    places = new AwsPlaces(environment::get, home, url, url, url);
    fetch = new AwsFetch(places);
  }

  @AfterEach
  void stop() {
    fetch.close();
    server.stop(0);
  }

  private void answer(HttpExchange call) throws IOException {
    String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = call.getRequestURI().getPath();
    asked.add(call.getRequestMethod() + " " + path + " " + body);
    boolean token = "tok".equals(call.getRequestHeaders().getFirst("x-aws-ec2-metadata-token"));
    String reply = switch (path) {
      case "/latest/api/token" -> call.getRequestMethod().equals("PUT") ? "tok" : "";
      case "/latest/meta-data/iam/security-credentials/" -> token ? "my-role\n" : "";
      case "/latest/meta-data/iam/security-credentials/my-role" -> token ? JSON : "";
      case "/task" ->
        "secret".equals(call.getRequestHeaders().getFirst("authorization")) ? JSON : "";
      case "/" -> XML;
      default -> "";
    };
    if (path.equals("/")) {
      asked.add(String.valueOf(call.getRequestHeaders().getFirst("authorization")));
    }
    byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(bytes.length == 0 ? 403 : 200, bytes.length == 0 ? -1 : bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private AwsChain chain(@Nullable String profile) {
    return new AwsChain(places, fetch, profile);
  }

  private Leased<AwsKeys> fetched(@Nullable String profile) throws Exception {
    AwsChain chain = chain(profile);
    assertThat(chain.lasting()).isNull();
    return chain.source("eu-west-1").fetch();
  }

  private void profiles(String credentials, String config) throws IOException {
    Files.createDirectories(home.resolve(".aws"));
    Files.writeString(home.resolve(".aws/credentials"), credentials);
    Files.writeString(home.resolve(".aws/config"), config);
  }

  @Test
  void aMachinesRoleIsAskedForWithATokenFirst() throws Exception {
    Leased<AwsKeys> keys = fetched(null);
    assertThat(keys.value().id()).isEqualTo("ASIA1");
    assertThat(keys.value().key().reveal()).isEqualTo("s/1+");
    assertThat(Objects.requireNonNull(keys.value().session()).reveal()).isEqualTo("t==");
    assertThat(keys.end()).isEqualTo(Instant.parse("2031-01-01T00:00:00Z"));
    assertThat(asked.getFirst()).startsWith("PUT /latest/api/token");
  }

  @Test
  void aContainersRoleComesBeforeTheMachines() throws Exception {
    environment.put("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/task");
    environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret");
    assertThat(fetched(null).value().id()).isEqualTo("ASIA1");
    assertThat(asked).containsExactly("GET /task ");
  }

  @Test
  void aContainersFullAddressIsThisMachinesOwnOrEncrypted() {
    environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://10.0.0.1/task");
    assertThatThrownBy(() -> chain(null).source("eu-west-1")).hasMessageContaining("must be https");
  }

  @Test
  void aWebIdentityOpensARole() throws Exception {
    environment.put("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/r");
    environment.put("AWS_WEB_IDENTITY_TOKEN_FILE",
        Files.writeString(home.resolve("jwt"), "a.b.c\n").toString());
    Leased<AwsKeys> keys = fetched(null);
    assertThat(keys.value().id()).isEqualTo("ASIA2");
    assertThat(keys.end()).isEqualTo(Instant.parse("2032-01-01T00:00:00Z"));
    assertThat(asked.getFirst()).contains("Action=AssumeRoleWithWebIdentity",
        "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr", "WebIdentityToken=a.b.c");
    assertThat(asked.getLast()).as("no signature").isEqualTo("null");
  }

  @Test
  void aProfilesKeysLastAndItsRegionCounts() throws IOException {
    profiles("[work]\naws_access_key_id = AKIA1\naws_secret_access_key=k # = 1\n",
        "[default]\nregion=us-west-2\n[profile work]\nregion = ap-south-1\ns3 =\n  x = 1\n");
    AwsChain chain = chain("work");
    AwsKeys keys = Objects.requireNonNull(chain.lasting());
    assertThat(keys.id()).isEqualTo("AKIA1");
    assertThat(keys.key().reveal()).isEqualTo("k # = 1");
    assertThat(chain.region()).isEqualTo("ap-south-1");
    assertThat(chain(null).region()).isEqualTo("us-west-2");
  }

  @Test
  void aProfilesRoleIsOpenedByAnotherProfilesKeys() throws Exception {
    profiles("[base]\naws_access_key_id=AKIA1\naws_secret_access_key=k\n",
        "[profile app]\nrole_arn=arn:aws:iam::1:role/x\nsource_profile=base\nexternal_id=e 1\n");
    environment.put("AWS_PROFILE", "app");
    assertThat(fetched(null).value().id()).isEqualTo("ASIA2");
    assertThat(asked.getFirst()).contains("Action=AssumeRole&", "ExternalId=e+1");
    assertThat(asked.getLast()).startsWith("AWS4-HMAC-SHA256 Credential=AKIA1/")
        .contains("/eu-west-1/sts/aws4_request");
  }

  @Test
  void theConfigurationsProfileComesBeforeTheEnvironment() throws IOException {
    profiles("[p]\naws_access_key_id=AKIA1\naws_secret_access_key=k\n", "");
    environment.put("AWS_ACCESS_KEY_ID", "AKIA9");
    environment.put("AWS_SECRET_ACCESS_KEY", "k9");
    assertThat(Objects.requireNonNull(chain("p").lasting()).id()).isEqualTo("AKIA1");
    assertThat(Objects.requireNonNull(chain(null).lasting()).id()).isEqualTo("AKIA9");
    assertThatThrownBy(() -> chain("q").source("eu-west-1")).hasMessageContaining("q");
  }

  @Test
  void aRefusalIsNoKey() {
    environment.put("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/task");
    assertThatThrownBy(() -> fetched(null)).isInstanceOf(IOException.class)
        .hasMessageContaining("403");
  }
}
