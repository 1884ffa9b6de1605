package dev.prism.scanners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.RailVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the cuts, no character of a secret leaves.
class StreamRailTest {
  private static final RailEngine REDACT = Rails.engine(Rail.Action.REDACT, Aggregation.ANY, true,
      "secrets", "pii");

  @ParameterizedTest
  @ValueSource(strings = {"use ghp_0123456789abcdefABCDEF0123456789abcd for the clone",
      "the password is hunter2secret! as you know", "card 4111 1111 1111 1111 expires soon",
      "write to jane.doe@example.org please", "my IBAN DE89 3704 0044 0532 0130 00 is new",
      "call (415) 555-0132 or +44 20 7123 4567 now", "SSN 536-32-3065 on file",
      "postgres://admin:s3cr3tPw@db.internal/app is the url",
      "key:\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n-----END PRIVATE KEY-----\nbye",
      "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U end"})
  void noSplitLetsAnyPartOfASecretOut(String text) {
    List<String> secrets = secrets(text);
    assertThat(secrets).isNotEmpty();
    for (int cut = 0; cut <= text.length(); cut++) {
      assertNothingLeaks(List.of(text.substring(0, cut), text.substring(cut)), secrets);
    }
    assertNothingLeaks(text.chars().mapToObj(c -> String.valueOf((char) c)).toList(), secrets);
    for (long seed = 0; seed < 50; seed++) {
      assertNothingLeaks(pieces(text, new Random(seed)), secrets);
    }
  }

  private static void assertNothingLeaks(List<String> pieces, List<String> secrets) {
    String out = stream(REDACT, pieces);
    for (String secret : secrets) {
      assertThat(out).as("pieces %s", pieces).doesNotContain(secret);
      int half = Math.max(4, secret.length() / 2);
      assertThat(out).as("pieces %s", pieces).doesNotContain(secret.substring(0, half));
    }
  }

  static List<String> secrets(String text) {
    return Rails.check(REDACT, text)
        .findings()
        .stream()
        .map(f -> text.substring(f.start(), f.end()))
        .toList();
  }

  static List<String> pieces(String text, Random random) {
    List<String> pieces = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int to = Math.min(text.length(), at + 1 + random.nextInt(8));
      pieces.add(text.substring(at, to));
      at = to;
    }
    return pieces;
  }

  static String stream(RailEngine engine, List<String> pieces) {
    StreamRail rail = engine.stream(ScanContext.of("acme"));
    StringBuilder out = new StringBuilder();
    for (String piece : pieces) {
      out.append(rail.feed(0, "content", Segment.Kind.ASSISTANT, piece).text());
    }
    return out.append(rail.finish(0, "content").text()).toString();
  }

  @Test
  void honestTextComesOutUnchangedWhateverTheCuts() {
    String text = "In 2024 the API returned 404 for /v1/items, so we wrote 3 tests. 你好，世界！ Emoji: "
        + "\uD83D\uDE80 done. USA and EU agree: 12 of 27 states.\nEnd";
    for (long seed = 0; seed < 200; seed++) {
      assertThat(stream(REDACT, pieces(text, new Random(seed)))).as("seed %d", seed)
          .isEqualTo(text);
    }
  }

  /// What a stream says at its end, whatever its cuts, is what the whole text says.
  @ParameterizedTest
  @ValueSource(strings = {"use ghp_0123456789abcdefABCDEF0123456789abcd for the clone",
      "card 4111 1111 1111 1111 expires soon", "write to jane.doe@example.org, please",
      "nothing to see here, only 12 of 27 states and 3 tests", "SSN 536-32-3065 on file"})
  void theVerdictOfAStreamIsThatOfTheWholeText(String text) {
    List<String> whole = Rails.check(REDACT, text)
        .entries()
        .stream()
        .map(StreamRailTest::plain)
        .toList();
    for (int cut = 0; cut <= text.length(); cut++) {
      StreamRail rail = REDACT.stream(ScanContext.of("acme"));
      rail.feed(0, "content", Segment.Kind.ASSISTANT, text.substring(0, cut));
      rail.feed(0, "content", Segment.Kind.ASSISTANT, text.substring(cut));
      rail.finish(0, "content");
      assertThat(rail.entries().stream().map(StreamRailTest::plain).distinct()).as("cut at %d", cut)
          .containsExactlyElementsOf(whole);
    }
  }

  private static String plain(RailVerdict entry) {
    return entry.header() + "/" + entry.rule();
  }

  @Test
  void fieldsDoNotMix() {
    StreamRail rail = REDACT.stream(ScanContext.of("acme"));
    rail.feed(0, "content", Segment.Kind.ASSISTANT, "ghp_0123456789abcdef");
    rail.feed(1, "content", Segment.Kind.ASSISTANT, "hello ");
    String out = rail.feed(0, "content", Segment.Kind.ASSISTANT, "ABCDEF0123456789abcd ok").text();
    assertThat(out + rail.finish(0, "content").text()).isEqualTo("[GITHUB_TOKEN_1] ok");
    assertThat(rail.finish(1, "content").text()).isEmpty();
  }

  @Test
  void aBlockedStreamLetsNothingMoreOut() {
    StreamRail rail = Rails.strict("secrets").stream(ScanContext.of("acme"));
    rail.feed(0, "content", Segment.Kind.ASSISTANT,
        "take ghp_0123456789abcdefABCDEF0123456789abcd");
    StreamRail.Release release = rail.feed(0, "content", Segment.Kind.ASSISTANT, " and more ");
    assertThat(release.text()).isEmpty();
    assertThat(release.verdict()).isInstanceOf(Verdict.Block.class);
    assertThat(rail.feed(0, "content", Segment.Kind.ASSISTANT, "text").verdict())
        .isInstanceOf(Verdict.Block.class);
    assertThat(rail.entries()).isNotEmpty();
  }

  @Test
  void aLongRunIsNotHeldForEver() {
    StreamRail rail = REDACT.stream(ScanContext.of("acme"));
    int held = 0;
    int out = 0;
    for (int i = 0; i < 400; i++) {
      out += rail.feed(0, "content", Segment.Kind.ASSISTANT, "abcdefghij").text().length();
      held = Math.max(held, (i + 1) * 10 - out);
    }
    assertThat(held).isLessThanOrEqualTo(Frontier.LONGEST_RUN + 10);
  }

  @Test
  void jsonWithoutWhiteSpaceIsNotHeldLong() {
    String row = "{\"text\":\"Visma\",\"at\":[[20,732],[20,741]]},";
    StreamRail rail = REDACT.stream(ScanContext.of("acme"));
    long held = 0;
    long out = 0;
    for (int i = 0; i < 100; i++) {
      out += rail.feed(0, "content", Segment.Kind.ASSISTANT, row).text().length();
      held = Math.max(held, (i + 1L) * row.length() - out);
    }
    assertThat(held).isLessThan(row.length());
  }

  @Test
  void aKeyLongerThanWhatIsHeldIsStillRedacted() {
    String pem = "-----BEGIN PRIVATE KEY-----\n"
        + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n".repeat(40)
        + "-----END PRIVATE KEY-----\nthanks";
    for (long seed = 0; seed < 20; seed++) {
      String out = stream(REDACT, pieces("here: " + pem, new Random(seed)));
      assertThat(out).as("seed %d", seed)
          .doesNotContain("MIIEv")
          .doesNotContain("QEFAAS")
          .contains("thanks");
    }
  }
}
