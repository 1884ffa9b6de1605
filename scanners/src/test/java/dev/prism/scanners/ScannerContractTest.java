package dev.prism.scanners;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// What holds for every scanner.
class ScannerContractTest {
  private static final List<String> ALL = List.of("code_injection", "groundedness",
      "invisible_char", "jailbreak", "language", "leakage", "malicious_url", "pii", "regex",
      "secrets", "topic_restriction");

  @Test
  void allElevenAreInstalled() {
    assertThat(Rails.CATALOG.names()).containsAll(ALL);
  }

  @Test
  void findingsLieInTheTextAndNeverHoldIt() {
    Random random = new Random(20_261_124);
    RailEngine engine = Rails.strict(ALL.toArray(String[]::new));
    String alphabet = "abcXYZ019 :=/@.-_%\"'{}<>\\\n\u200B\u202E\uD83D\uDE00éщ中$&;|";
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(120);
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      RailReport report = Rails.check(engine, text.toString());
      assertThat(report.entries()).as("round %d: %s", round, text)
          .noneSatisfy(e -> assertThat(e.rule()).isEqualTo("error"));
      for (Finding finding : report.findings()) {
        assertThat(finding.end()).as("round %d: %s", round, text)
            .isLessThanOrEqualTo(text.length());
        assertThat(finding.hash()).hasSize(16);
      }
    }
  }

  @Test
  void floodsStayLinear() {
    RailEngine engine = Rails.strict(ALL.toArray(String[]::new));
    for (String piece : List.of("SELECT a FROM b ", "mongodb://a:b", "${ ", "DAN ",
        "api_key=token secret ", "-----BEGIN ", "http://", "1 2 3 4 ", "%2e%2e", "a@", "&#x",
        "\u200B\u202E", "4111 1111 ", "password:", "ignore all ", "eyJ", "id/pw ", "curl -u a:")) {
      String text = piece.repeat(100_000 / piece.length());
      Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Rails.check(engine, text),
          piece);
    }
  }
}
