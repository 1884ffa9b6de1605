package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Row R17: strings that must stay secret are sent through everything, and looked for in everything that
/// the gateway has written and said.
@Tag("nightly")
class SecretsIT {
  private static final String CLIENT_KEY = "sk-prism-canary-client-7f3a";
  private static final String PROMPT = "canary-prompt-5c1e";
  private static final String ANSWER = "canary-answer-9d20";
  private static final String PATH_SECRET = "canary-query-41bb";
  private static final List<String> CANARIES = List.of(GatewayYaml.PROVIDER_KEY, CLIENT_KEY, PROMPT,
      ANSWER, PATH_SECRET);

  @Test
  void noSecretIsWrittenOrSaidAnywhere() throws IOException, InterruptedException {
    List<String> hits = new ArrayList<>();
    int places;
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        GatewayProcess gateway = GatewayProcess.start(yaml(stub.port()))) {
      List<RawResponse> said = talk(stub, gateway);
      for (String admin : List.of("/metrics", "/readyz", "/healthz", "/api/routes", "/api/traces",
          "/api/audit", "/api/revisions", "/api/breakers", "/openapi.json")) {
        said.add(RawHttp.get(gateway.adminPort(), admin));
      }
      for (RawResponse response : said) {
        // What a provider answers is for the client; only of its own secrets may there be none.
        look(hits, "response " + response.status(), response.toString(),
            List.of(GatewayYaml.PROVIDER_KEY, CLIENT_KEY));
      }
      gateway.terminate();
      assertThat(gateway.exitCode(Duration.ofSeconds(20))).isZero();
      look(hits, "log", String.join("\n", gateway.output()), CANARIES);
      places = said.size() + 1 + files(hits, gateway.folder());
    }
    Scorecard.write("R17", "%d hits of %d canaries in %d responses, logs and files"
        .formatted(hits.size(), CANARIES.size(), places), "0 hits", hits.isEmpty());
    assertThat(hits).isEmpty();
  }

  private static GatewayYaml yaml(int port) {
    return GatewayYaml.to(port)
        .tenants("  acme: { keys: [\"sha256:" + Keys.hash(CLIENT_KEY) + "\"] }\n")
        .sinks("    - file: \"%s/traces.jsonl\"\n  text: { redact: true }\n");
  }

  /// Everything that could make the gateway talk.
  private static List<RawResponse> talk(StubProvider stub, GatewayProcess gateway)
      throws IOException {
    List<RawResponse> said = new ArrayList<>();
    String chat = Chat.request("chat").replace(Chat.PROMPT, PROMPT);
    stub.answer(Reply.json(200, Chat.ANSWER.replace("Hello there", ANSWER)));
    said.add(ask(gateway, chat));
    stub.answer(Reply.sse(Chat.says(ANSWER), Chat.FINISH, Chat.DONE));
    said.add(ask(gateway, chat.replace("\"messages\"", "\"stream\":true,\"messages\"")));
    stub.answer(Reply.json(401, "{\"error\":{\"message\":\"Incorrect API key provided: "
        + GatewayYaml.PROVIDER_KEY + "\",\"code\":\"invalid_api_key\"}}"));
    said.add(ask(gateway, chat));
    stub.answer(Reply.json(500, "no JSON " + GatewayYaml.PROVIDER_KEY));
    said.add(ask(gateway, chat));
    stub.answer(Chat.unfinished().ending(Reply.Ending.RESET));
    said.add(ask(gateway, chat.replace("\"messages\"", "\"stream\":true,\"messages\"")));
    said.add(ask(gateway, chat.substring(0, chat.length() - 3)));
    said.add(ask(gateway, chat.replace("\"chat\"", "\"no-such-route\"")));
    said.add(RawHttp.post(gateway.port(), "/v1/chat/completions?key=" + PATH_SECRET, chat,
        new Header("authorization", "Bearer " + CLIENT_KEY + "-wrong")));
    said.add(RawHttp.post(gateway.port(), "/nowhere/" + PATH_SECRET, chat,
        new Header("x-api-key", CLIENT_KEY)));
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      said.add(http.send("POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nauthorization: Bearer "
          + CLIENT_KEY + "\r\nbad header " + PATH_SECRET + "\r\n\r\n").response());
    }
    return said;
  }

  private static RawResponse ask(GatewayProcess gateway, String body) throws IOException {
    return RawHttp.post(gateway.port(), "/v1/chat/completions", body,
        new Header("authorization", "Bearer " + CLIENT_KEY));
  }

  /// Looks into all files but the configuration, in which the operator wrote the provider's key.
  private static int files(List<String> hits, Path folder) throws IOException {
    int looked = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("prism.yaml")) {
          look(hits, file.getFileName().toString(),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1), CANARIES);
          looked++;
        }
      }
    }
    return looked;
  }

  private static void look(List<String> hits, String where, String text, List<String> canaries) {
    for (String canary : canaries) {
      if (text.contains(canary)) {
        hits.add(canary + " in " + where);
      }
    }
  }
}
