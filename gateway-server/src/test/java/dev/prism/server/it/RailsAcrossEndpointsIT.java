package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every action of a rail, on every endpoint that answers with text, whole and streamed: what a closed
/// rail finds does not leave, what an open one finds is said. And tool results, in every dialect.
class RailsAcrossEndpointsIT extends BeforeStub {
  private static final String HALF = "ghp_0123456789ab";
  private static final String REST = "cdefABCDEF0123456789abcd";
  private static final String SECRET = HALF + REST;
  /// What a client reads, in whichever dialect.
  private static final String BLOCKED = "Blocked by the output rail block (scanner secrets";
  private static final List<String> ACTIONS = List.of("block", "redact", "flag", "monitor");

  RailsAcrossEndpointsIT() {
    super(RailsAcrossEndpointsIT::yaml);
  }

  private static GatewayYaml yaml(StubProvider stub) {
    StringBuilder tenants = new StringBuilder("  default: { open: true }\n");
    GatewayYaml yaml = GatewayYaml.to(stub.port())
        .provider("claude", "{ adapter: anthropic, base-url: \"" + stub.url() + "\", api-key: k }");
    for (String action : ACTIONS) {
      String how = action.equals("monitor") ? "monitor: true" : "action: " + action;
      yaml.rail(action, "{ on: output, scanners: [secrets], " + how + " }")
          .rail("tools-" + action, "{ on: retrieval, scanners: [secrets], " + how + " }");
      for (String provider : List.of("up", "claude")) {
        String route = provider + "-" + action;
        yaml.route(route, "{ a: { provider: " + provider + ", model: m } }", "{ primary: a }")
            .routeWith(route, "rails: [" + action + ", tools-" + action + "]");
      }
      tenants.append("  %s: { keys: [\"sha256:%s\"], rails: [%s] }%n".formatted(action,
          Keys.hash(action), action));
    }
    return yaml.tenants(tenants.toString());
  }

  static Stream<Arguments> cases() {
    return Stream.of(TextEndpoint.values())
        .flatMap(dialect -> ACTIONS.stream()
            .flatMap(action -> Stream.of(Arguments.of(dialect, action, false),
                Arguments.of(dialect, action, true))));
  }

  @ParameterizedTest(name = "{0}, {1}, stream: {2}")
  @MethodSource("cases")
  void anActionHoldsOnEveryEndpoint(TextEndpoint dialect, String action, boolean stream)
      throws IOException {
    stub.answer(stream
        ? dialect.stream("take " + HALF, REST + " now")
        : dialect.whole("take " + SECRET + " now"));
    RawResponse response = dialect == TextEndpoint.PASSTHROUGH
        ? gateway.post(dialect.path, dialect.body(action, stream),
            new Header("authorization", "Bearer " + action))
        : gateway.post(dialect.path, dialect.body(action, stream));

    var trace = gateway.traceOf(response);
    switch (action) {
      case "block" -> {
        assertThat(response.text()).contains(BLOCKED).doesNotContain("ghp_", REST);
        assertThat(trace.toString()).contains("content_blocked").doesNotContain("ghp_", REST);
      }
      case "redact" -> {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains("[GITHUB_TOKEN_1]").doesNotContain("ghp_", REST);
        assertThat(trace.toString()).doesNotContain("ghp_", REST);
      }
      default -> {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains(HALF, REST).doesNotContain(BLOCKED);
      }
    }
    assertThat(trace.path("rails").toString()).contains("\"secrets\"")
        .contains(action.equals("monitor") ? "\"flag\"" : "\"" + action + "\"");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(delimiter = '|', textBlock = """
      /v1/chat/completions | up | "messages":[{"role":"user","content":"go"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"take SECRET now"}]
      /v1/responses | up | "input":[{"role":"user","content":"go"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"take SECRET now"}]
      /v1/messages | claude | "max_tokens":9,"messages":[{"role":"user","content":"go"},{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":"take SECRET now"}]}]
      /v1/messages | up | "max_tokens":9,"messages":[{"role":"user","content":"go"},{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":[{"type":"text","text":"take SECRET now"}]}]}]
      """)
  void aToolResultIsJudgedInEveryDialect(String path, String provider, String messages)
      throws IOException {
    String asks = messages.replace("SECRET", SECRET);
    RawResponse blocked = gateway.post(path, "{\"model\":\"" + provider + "-block\"," + asks + "}");
    assertThat(blocked.status()).isEqualTo(403);
    assertThat(stub.requests()).isEmpty();

    gateway.post(path, "{\"model\":\"" + provider + "-redact\"," + asks + "}");
    assertThat(stub.requests().getFirst().bodyText()).contains("[GITHUB_TOKEN_1]")
        .doesNotContain("ghp_");
    stub.forget();
    gateway.post(path, "{\"model\":\"" + provider + "-flag\"," + asks + "}");
    assertThat(stub.requests().getFirst().bodyText()).contains(SECRET);
  }
}
