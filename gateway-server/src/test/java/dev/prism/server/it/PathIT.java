package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Scorecard;
import dev.prism.testing.SharedData;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Row R15: a target has one reading; the data port serves nothing of the admin plane, and no crooked
/// path reaches a provider.
@Tag("push")
class PathIT {
  private static final List<String> OWN = List.of("/admin", "/api/routes", "/metrics", "/healthz",
      "/readyz", "/openapi.json", "/", "//", "/v1", "/v1/", "/v1/models/",
      "/v1/chat/completions/../models", "/v1/chat/completions%2f", "/v1//chat/completions",
      "//v1/chat/completions", "/v1/./chat/completions", "/v1/chat/completions/.",
      "/v1/chat/completions;x", "/v1/%63hat/completions", "/v1\\chat\\completions", "/up/../admin",
      "/up/%2e%2e/admin", "/up/..%2fadmin", "/up/%252e%252e/admin", "/up/..;/admin", "/up/a%00b",
      "/up/a%0d%0ab", "/up/a%zz", "/up/a%2", "/up/a#b", "/up/./a", "/up//a", "/up/..",
      "/up/\\..\\admin");

  @Test
  void noCrookedPathIsServed() throws IOException {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      for (String target : targets()) {
        for (String method : List.of("GET", "POST")) {
          tried++;
          String problem = problem(gateway, method, target);
          if (!problem.isEmpty()) {
            wrong.add(
                method + " " + target.substring(0, Math.min(80, target.length())) + ": " + problem);
          }
        }
      }
      stub.requests().forEach(request -> wrong.add("passed on: " + request));
      assertThat(gateway.chat("chat").status()).isEqualTo(200);
    }
    Scorecard.write("R15", tried - wrong.size() + " of " + tried + " refused",
        "all, 0 admin bytes on the data port", wrong.isEmpty());
    assertThat(wrong).isEmpty();
  }

  private static List<String> targets() {
    List<String> targets = new ArrayList<>(OWN);
    SharedData.lines("data/reliability/path/path-vectors.jsonl")
        .forEach(vector -> targets.add(vector.path("target").asString()));
    return targets;
  }

  private static String problem(TestGateway gateway, String method, String target)
      throws IOException {
    String body = method.equals("POST") ? Chat.request("chat") : "";
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      http.send((method + " " + target + " HTTP/1.1\r\nhost: gw.test\r\n"
          + "content-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n"
          + body).getBytes(StandardCharsets.UTF_8));
      RawResponse response = http.responseOrNull();
      if (response == null) {
        return "";
      }
      return response.status() >= 400 && response.status() < 500 ? "" : "" + response.status();
    }
  }
}
