package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How a verdict comes about, on every endpoint that answers with text, whole and streamed: votes are
/// counted as the rail says, a guard that breaks or hangs lets nothing out where its rail is closed, and a
/// tenant's rail is nobody else's.
class RailVerdictsAcrossEndpointsIT extends BeforeStub {
  private static final String CARD = "4111 1111 1111 1111";
  private static final String SECRET = "ghp_0123456789abcdefABCDEF0123456789abcd";
  /// What a client reads of a block, in whichever dialect.
  private static final String BLOCKED = "Blocked by the output rail";
  private static final String VOTERS = "{ on: output, scanners: [pii, secrets, { fault: { how: find } }], veto: false, ";
  private static final Map<String, String> RAILS = Map.of("any", VOTERS + "aggregate: any }", "all",
      VOTERS + "aggregate: all }", "majority", VOTERS + "aggregate: majority }", "weighted",
      VOTERS + "aggregate: weighted, weights: { pii: 5 } }", "throw", broken("throw", "block"),
      "hang", broken("hang", "block"), "slow", broken("slow", "block"), "open",
      broken("throw", "allow"), "own", "{ on: output, scanners: [pii] }");

  RailVerdictsAcrossEndpointsIT() {
    super(RailVerdictsAcrossEndpointsIT::yaml);
  }

  private static String broken(String how, String onError) {
    return "{ on: output, scanners: [ { fault: { how: %s } } ], on-error: %s, timeout: 400ms }"
        .formatted(how, onError);
  }

  /// Each rail stands on a route of each provider, and with a tenant, for calls that name no route.
  private static GatewayYaml yaml(StubProvider stub) {
    StringBuilder tenants = new StringBuilder("  default: { open: true }\n");
    GatewayYaml yaml = GatewayYaml.to(stub.port())
        .provider("claude", "{ adapter: anthropic, base-url: \"" + stub.url() + "\", api-key: k }");
    for (String provider : List.of("up", "claude")) {
      yaml.route(provider + "-none", target(provider), "{ primary: a }");
    }
    RAILS.forEach((rail, settings) -> {
      yaml.rail(rail, settings);
      for (String provider : List.of("up", "claude")) {
        String route = provider + "-" + rail;
        yaml.route(route, target(provider), "{ primary: a }")
            .routeWith(route, "rails: [" + rail + "]");
      }
      tenants.append(
          "  %s: { keys: [\"sha256:%s\"], rails: [%s] }%n".formatted(rail, Keys.hash(rail), rail));
    });
    return yaml.tenants(tenants.toString());
  }

  private static String target(String provider) {
    return "{ a: { provider: " + provider + ", model: m } }";
  }

  private RawResponse ask(TextEndpoint endpoint, String rail, boolean stream) throws IOException {
    boolean raw = endpoint == TextEndpoint.PASSTHROUGH;
    return raw
        ? asTenant(endpoint, rail, stream)
        : gateway.post(endpoint.path, endpoint.body(rail, stream));
  }

  private RawResponse asTenant(TextEndpoint endpoint, String tenant, boolean stream)
      throws IOException {
    return gateway.post(endpoint.path, endpoint.body("none", stream),
        new Header("authorization", "Bearer " + tenant));
  }

  private void answer(TextEndpoint endpoint, boolean stream, String one, String two) {
    stub.answer(stream ? endpoint.stream(one, two) : endpoint.whole(one + two));
  }

  static Stream<Arguments> endpoints() {
    return Stream.of(TextEndpoint.values())
        .flatMap(
            endpoint -> Stream.of(Arguments.of(endpoint, false), Arguments.of(endpoint, true)));
  }

  @ParameterizedTest(name = "{0}, stream: {1}")
  @MethodSource("endpoints")
  void votesAreCountedAsTheRailSays(TextEndpoint endpoint, boolean stream) throws IOException {
    Map<String, Boolean> oneOfThree = Map.of("any", true, "all", false, "majority", false,
        "weighted", true);
    for (Map.Entry<String, Boolean> vote : oneOfThree.entrySet()) {
      answer(endpoint, stream, "card 4111 1111", " 1111 1111 it is");
      RawResponse one = ask(endpoint, vote.getKey(), stream);
      assertThat(one.text().contains(BLOCKED)).as(vote.getKey()).isEqualTo(vote.getValue());
      assertThat(one.text().contains("4111")).as(vote.getKey()).isEqualTo(!vote.getValue());

      answer(endpoint, stream, "card 4111 1111", " 1111 1111 is marked, and " + SECRET + " too");
      RawResponse all = ask(endpoint, vote.getKey(), stream);
      assertThat(all.text()).as(vote.getKey()).contains(BLOCKED).doesNotContain("4111", SECRET);
    }
  }

  @ParameterizedTest(name = "{0}, stream: {1}")
  @MethodSource("endpoints")
  void aGuardThatFailsLetsNothingOut(TextEndpoint endpoint, boolean stream) throws IOException {
    for (String how : List.of("throw", "hang")) {
      answer(endpoint, stream, "plain ", "words");
      RawResponse response = ask(endpoint, how, stream);
      assertThat(response.text()).as(how).contains(BLOCKED).doesNotContain("plain", "words");
      assertThat(gateway.traceOf(response).path("rails").toString()).as(how)
          .contains(how.equals("throw") ? "\"error\"" : "\"timeout\"");
    }
  }

  @ParameterizedTest(name = "{0}, stream: {1}")
  @MethodSource("endpoints")
  void aGuardThatIsSlowOrOpenLetsCleanTextPass(TextEndpoint endpoint, boolean stream)
      throws IOException {
    for (String rail : List.of("slow", "open")) {
      answer(endpoint, stream, "plain ", "words");
      RawResponse response = ask(endpoint, rail, stream);
      assertThat(response.status()).as(rail).isEqualTo(200);
      assertThat(response.text()).as(rail).contains("plain", "words").doesNotContain(BLOCKED);
      assertThat(gateway.traceOf(response).path("rails").toString().contains("fail_open")).as(rail)
          .isEqualTo(rail.equals("open"));
    }
  }

  @ParameterizedTest(name = "{0}, stream: {1}")
  @MethodSource("endpoints")
  void aTenantsRailIsNobodyElses(TextEndpoint endpoint, boolean stream) throws IOException {
    answer(endpoint, stream, "card " + CARD, " it is");
    assertThat(asTenant(endpoint, "own", stream).text()).contains(BLOCKED)
        .doesNotContain("4111 1111");
    assertThat(gateway.post(endpoint.path, endpoint.body("none", stream)).text()).contains(CARD);
  }
}
