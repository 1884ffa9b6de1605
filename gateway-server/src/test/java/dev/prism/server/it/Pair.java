package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubCall;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.JsonNode;

/// A gateway with one route `r` and two targets, `stable` and `candidate`, each at a provider of its own
/// of which a token costs another price, so that what a request cost tells who was paid.
final class Pair implements AutoCloseable {
  static final String STABLE = "stable";
  static final String CANDIDATE = "candidate";
  /// What an answer costs at `stable`, at `candidate`, and at both.
  static final String STABLE_COST = "0.012000";
  static final String CANDIDATE_COST = "0.024000";
  static final String BOTH_COST = "0.036000";
  static final String TARGETS = "{ stable: { provider: a, model: gpt-4o-mini },"
      + " candidate: { provider: b, model: gpt-4o-mini } }";
  /// Limits for targets that hang.
  static final String IMPATIENT = "{ connect: 5s, first-token: 400ms, first-byte: 400ms, idle: 400ms, total: 20s }";
  private static final String PRICES = "{ a: { gpt-4o-mini: { input: 1000, output: 1000 },"
      + " gpt-4o-mini-2024-07-18: { input: 1000, output: 1000 } },"
      + " b: { gpt-4o-mini: { input: 2000, output: 2000 },"
      + " gpt-4o-mini-2024-07-18: { input: 2000, output: 2000 } } }";

  final StubProvider stable = StubProvider.scripted(Pair::answerWell);
  final StubProvider candidate = StubProvider.scripted(Pair::answerWell);
  final TestGateway gateway;

  private Pair(String strategy, UnaryOperator<GatewayYaml> settings) {
    gateway = TestGateway.start(settings.apply(yaml(strategy)));
  }

  static Pair of(String strategy) {
    return of(strategy, yaml -> yaml);
  }

  static Pair of(String strategy, UnaryOperator<GatewayYaml> settings) {
    return new Pair(strategy, settings);
  }

  GatewayYaml yaml(String strategy) {
    return GatewayYaml.empty()
        .provider("a", GatewayYaml.openAi(stable.port()))
        .provider("b", GatewayYaml.openAi(candidate.port()))
        .route("r", TARGETS, strategy)
        .prices(PRICES);
  }

  /// A stream for who wants one, else a whole answer.
  static void answerWell(StubCall call) throws IOException {
    call.reply(streams(call) ? Chat.stream() : Chat.answer());
  }

  static boolean streams(StubCall call) {
    return call.request().bodyText().contains("\"stream\":true");
  }

  RawResponse ask(boolean stream, Header... headers) throws IOException {
    return stream
        ? gateway.stream("r",
            Stream
                .concat(Arrays.stream(headers),
                    Stream.of(new Header("x-prism-stream-summary", "true")))
                .toArray(Header[]::new))
        : gateway.chat("r", headers);
  }

  /// What a whole answer must say of itself.
  ///
  /// @param results of the attempts in the trace, in the order in which they ended
  record Expected(
      String target,
      String strategy,
      boolean fallback,
      String cost,
      List<String> results) {
    static Expected of(String target, String strategy, boolean fallback, String cost,
        String... results) {
      return new Expected(target, strategy, fallback, cost, List.of(results));
    }
  }

  /// A whole answer, its headers, its trace and its cost are as expected.
  void check(RawResponse response, boolean stream, Expected expected) {
    String attempts = Integer.toString(expected.results.size());
    assertThat(response.status()).as("%s", response).isEqualTo(200);
    assertThat(response.isWhole()).isTrue();
    assertThat(response.text()).contains("Hello");
    assertThat(response.header("x-prism-target")).contains(expected.target);
    assertThat(response.header("x-prism-provider"))
        .contains(expected.target.equals(STABLE) ? "a" : "b");
    assertThat(response.header("x-prism-routing-strategy")).contains(expected.strategy);
    assertThat(response.header("x-prism-fallback-used"))
        .contains(Boolean.toString(expected.fallback));
    assertThat(response.header("x-prism-attempts")).contains(attempts);
    assertThat(response.header("x-prism-model-used")).contains("gpt-4o-mini-2024-07-18");
    if (stream) {
      assertThat(response.text()).endsWith("data: [DONE]\n\n")
          .contains("x-prism-cost=" + expected.cost + " x-prism-attempts=" + attempts);
    } else {
      assertThat(response.header("x-prism-cost")).contains(expected.cost);
    }
    JsonNode trace = gateway.traceOf(response);
    assertThat(trace.path("outcome").asString()).isEqualTo("answered");
    assertThat(trace.path("target").asString()).isEqualTo(expected.target);
    assertThat(trace.path("strategy").asString()).isEqualTo(expected.strategy);
    assertThat(results(trace)).isEqualTo(expected.results);
  }

  /// `target result` of each attempt.
  static List<String> results(JsonNode trace) {
    return trace.path("attempts")
        .valueStream()
        .map(attempt -> attempt.path("target").asString() + " " + attempt.path("result").asString())
        .toList();
  }

  /// What may be wrong with an answer before any content of it has gone out: name, answer, whether a stream was asked
  /// for.
  static Stream<Arguments> faults() {
    Reply half = new Reply(200, Chat.answer().headers(),
        List.of(Chat.ANSWER.substring(0, 90).getBytes(StandardCharsets.UTF_8)),
        Reply.Framing.CHUNKED, Reply.Ending.CLOSE);
    return Stream
        .of(Arguments.of("429", tooMany()),
            Arguments.of("429 with Retry-After", tooMany().with("retry-after", "1")),
            Arguments.of("500", broken()), Arguments.of("503", Reply.json(503, "{}")),
            Arguments.of("529", Reply.json(529, "{}")),
            Arguments.of("a spent quota",
                Reply.json(429, "{\"error\":{\"code\":\"insufficient_quota\"}}")),
            Arguments.of("closed without a word", Reply.nothing(Reply.Ending.CLOSE)),
            Arguments.of("reset without a word", Reply.nothing(Reply.Ending.RESET)),
            Arguments.of("cut in half", half), Arguments.of("no JSON", Reply.json(200, "oops")))
        .flatMap(fault -> Stream.of(true, false)
            .map(stream -> Arguments.of(fault.get()[0], fault.get()[1], stream)));
  }

  static Reply tooMany() {
    return Reply.json(429, "{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit\"}}");
  }

  static Reply broken() {
    return Reply.json(500, "{\"error\":{\"message\":\"oops\"}}");
  }

  @Override
  public void close() {
    gateway.close();
    stable.close();
    candidate.close();
  }
}
