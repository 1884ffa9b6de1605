package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Scorecard;
import dev.prism.testing.SharedData;
import dev.prism.testing.StubProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// Row R3: one strict reading of JSON, over the wire.
@Tag("push")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsonSuiteIT {
  private static final String PATH = "/v1/chat/completions";
  private static final Set<String> DUPLICATE_NAMES = Set.of("y_object_duplicated_key.json",
      "y_object_duplicated_key_and_value.json");
  private final StubProvider stub = StubProvider.answering(Chat.answer());
  private final TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port())
      .route("m", "{ stable: { provider: up, model: m } }", "{ primary: stable }"));
  private final List<String> wrong = new ArrayList<>();

  @AfterAll
  void stop() {
    gateway.close();
    stub.close();
  }

  @Test
  void whatIsNoJsonIsRefusedAndWhatIsPassesUntouched() throws IOException {
    List<Path> files = files();
    int rejected = 0;
    int accepted = 0;
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      byte[] document = Files.readAllBytes(file);
      if (name.startsWith("y_")) {
        accepted += passes(document) ? 1 : note(name, DUPLICATE_NAMES.contains(name));
      } else if (name.startsWith("n_")) {
        RawResponse response = post(document, "");
        boolean refused = response.status() == 400
            && response.text().contains("The body is not valid JSON");
        rejected += refused ? 1 : note(name, false);
      } else if (post(document, "").status() >= 500
          || post(inRequest(document), "").status() >= 500) {
        wrong.add(name + ": 5xx");
      }
    }
    int differential = differential();
    Scorecard.write("R3",
        "n_ rejected %d, y_ accepted %d, differential %d".formatted(rejected, accepted,
            differential),
        "all n_, all y_ but 2 duplicate, all differential, 0 5xx", wrong.isEmpty());
    assertThat(wrong).isEmpty();
    assertThat(rejected).isGreaterThan(180);
    assertThat(accepted).isGreaterThan(90);
  }

  private int note(String name, boolean wanted) {
    if (!wanted) {
      wrong.add(name);
    }
    return 0;
  }

  /// As a value in a good request the document reaches the provider byte for byte.
  private boolean passes(byte[] document) throws IOException {
    stub.forget();
    RawResponse response = post(inRequest(document), "");
    return response.status() == 200
        && new String(stub.requests().getFirst().body(), StandardCharsets.ISO_8859_1)
            .contains(new String(document, StandardCharsets.ISO_8859_1));
  }

  private static byte[] inRequest(byte[] document) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String request = Chat.request("chat");
    body.writeBytes(request.substring(0, request.length() - 1).getBytes(StandardCharsets.UTF_8));
    body.writeBytes(",\"extra\":".getBytes(StandardCharsets.UTF_8));
    body.writeBytes(document);
    body.write('}');
    return body.toByteArray();
  }

  private int differential() throws IOException {
    int right = 0;
    for (JsonNode vector : SharedData.lines("data/reliability/json/json-differential.jsonl")) {
      JsonNode gen = vector.path("gen");
      String encoding = gen.path("encoding").asString("");
      byte[] body = body(vector).orElse(new byte[]{1, 2, 3});
      stub.forget();
      RawResponse response = post(body,
          encoding.isEmpty() ? "" : "content-encoding: " + encoding + "\r\n");
      String expect = vector.path("expect").asString();
      boolean refused = response.status() >= 400 && response.status() < 500;
      boolean fine = switch (expect) {
        case "reject" -> refused && stub.requests().isEmpty();
        case "accept" -> response.status() == 200;
        default -> refused || sameUpstream(body);
      };
      right += fine
          ? 1
          : note("differential " + vector.path("id").asString() + ": " + response.status(), false);
    }
    return right;
  }

  private boolean sameUpstream(byte[] body) {
    return stub.requests().size() == 1 && Arrays.equals(stub.requests().getFirst().body(), body);
  }

  private static Optional<byte[]> body(JsonNode vector) {
    if (vector.path("raw_b64").isString()) {
      return Optional.of(Base64.getDecoder().decode(vector.path("raw_b64").asString()));
    }
    JsonNode gen = vector.path("gen");
    int n = gen.path("n").asInt(0);
    if (gen.has("open")) {
      return Optional.of((gen.path("open").asString().repeat(n) + gen.path("mid").asString("")
          + gen.path("close").asString().repeat(n)).getBytes(StandardCharsets.UTF_8));
    }
    if (gen.has("repeat")) {
      return Optional.of((gen.path("prefix").asString() + gen.path("repeat").asString().repeat(n)
          + gen.path("suffix").asString()).getBytes(StandardCharsets.UTF_8));
    }
    return Optional.empty();
  }

  private RawResponse post(byte[] body, String headers) throws IOException {
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      http.send("POST " + PATH + " HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
          + headers + "content-length: " + body.length + "\r\n\r\n").send(body);
      return http.response();
    }
  }

  private static List<Path> files() throws IOException {
    Optional<Path> folder = SharedData.find("data/reliability/json/JSONTestSuite/test_parsing");
    assumeTrue(folder.isPresent(), "skipped: the JSON suite is not on this machine");
    try (Stream<Path> files = Files.list(folder.orElseThrow())) {
      return files.sorted().toList();
    }
  }
}
