package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `mirror` over the wire: a copy whose answer is drained and dropped; only figures remain.
class MirrorIT {
  private static Pair pair(String sample) {
    return Pair.of("{ mirror: { to: candidate, sample: " + sample + " } }",
        yaml -> yaml.timeouts("{ connect: 5s, first-token: 2s, idle: 2s, total: 3s }"));
  }

  private static Pair.Expected users(String strategy) {
    return Pair.Expected.of(Pair.STABLE, strategy, false, Pair.STABLE_COST, "stable answered");
  }

  private static void awaitCounted(Pair pair, String result, int count) {
    Await.until(count + " copies ended as " + result, TestGateway.SOON,
        () -> metrics(pair).contains("prism_copies_total{kind=\"mirror\",result=\"" + result
            + "\",route=\"r\",target=\"candidate\"} " + count + ".0"));
  }

  private static String metrics(Pair pair) {
    try {
      return pair.gateway.metrics();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theCopyIsCountedAndLeavesNoTrace(boolean stream) throws IOException {
    try (Pair pair = pair("1.0")) {
      pair.check(pair.ask(stream), stream, users("mirror"));
      awaitCounted(pair, "COPY", 1);
      assertThat(pair.candidate.requests()).hasSize(1);
      RawResponse next = pair.ask(stream);
      pair.check(next, stream, users("mirror"));
      assertThat(pair.gateway.traces()).hasSize(2);
    }
  }

  static Stream<Arguments> faults() {
    return Stream
        .of(Arguments.of("hangs", Reply.nothing(Reply.Ending.HANG)),
            Arguments.of("breaks", Chat.unfinished().ending(Reply.Ending.RESET)),
            Arguments.of("429", Pair.tooMany()), Arguments.of("500", Pair.broken()))
        .flatMap(fault -> Stream.of(true, false)
            .map(stream -> Arguments.of(fault.get()[0], fault.get()[1], stream)));
  }

  @ParameterizedTest(name = "{0}, stream: {2}")
  @MethodSource("faults")
  void aMirrorThatFailsNeitherDelaysNorFailsTheAnswer(String name, Reply fault, boolean stream)
      throws IOException {
    try (Pair pair = pair("1.0")) {
      pair.candidate.answer(fault);
      pair.ask(stream);
      long from = System.nanoTime();
      RawResponse response = pair.ask(stream);
      long tookMillis = (System.nanoTime() - from) / 1_000_000;
      pair.check(response, stream, users("mirror"));
      assertThat(tookMillis).as(name).isLessThan(1_500);
      awaitCounted(pair, "FAILED", 2);
    }
  }

  @Test
  void aSampleOfNothingCopiesNothing() throws IOException {
    try (Pair pair = pair("0.0")) {
      for (int i = 0; i < 20; i++) {
        assertThat(pair.ask(false).status()).isEqualTo(200);
      }
      assertThat(pair.candidate.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCopyGoesOutBesideAnyStrategy(boolean stream) throws IOException {
    try (Pair pair = Pair.of("{ primary: stable }",
        yaml -> yaml.more("    copies: [ { mirror: { to: candidate, sample: 1.0 } } ]\n"))) {
      pair.check(pair.ask(stream), stream, users("primary"));
      awaitCounted(pair, "COPY", 1);
    }
  }
}
