package dev.prism.scanners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What holds for every scanner; each has a test that extends this and says what it finds and what it
/// leaves alone.
abstract class ScannerContract {
  private static final String ALPHABET = "abcXYZ019 :=/@.-_%\"'{}<>\\\n\u200B\u202E\uD83D\uDE00éщ中$&;|`";

  /// Its name in configuration.
  abstract String name();

  /// Texts in which it must find something.
  abstract List<String> finds();

  /// Texts in which it must find nothing.
  abstract List<String> passes();

  /// Null for its defaults.
  @Nullable
  Record settings() {
    return null;
  }

  /// What it may know beside the text.
  ScanContext context() {
    return ScanContext.of("acme");
  }

  Segment segment(String text) {
    return new Segment(text, Segment.Kind.USER, "");
  }

  final RailReport scan(String text) {
    return Rails.with(name(), settings())
        .check(Stage.OUTPUT, new ScanText(List.of(segment(text)), true), context());
  }

  @Test
  void itFindsWhatItIsFor() {
    for (String text : finds()) {
      assertThat(scan(text).findings()).as(text).isNotEmpty();
    }
  }

  @Test
  void itLeavesEverydayTextAlone() {
    for (String text : passes()) {
      assertThat(scan(text).findings()).as(text).isEmpty();
    }
  }

  @Test
  void findingsLieInTheTextAndHoldNoneOfIt() {
    for (String text : finds()) {
      for (Finding finding : scan(text).findings()) {
        assertThat(finding.scanner()).isEqualTo(name());
        assertThat(finding.start()).isBetween(0, finding.end());
        assertThat(finding.end()).isLessThanOrEqualTo(text.length());
        assertThat(finding.score()).isBetween(Finding.FLAG, 1.0);
        assertThat(finding.hash()).matches("[0-9a-f]{16}");
        assertThat(finding.type()).matches("[a-zA-Z0-9_/-]{1,60}");
      }
    }
  }

  @Test
  void noTextBreaksIt() {
    Random random = new Random(20_261_124);
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      random.ints(random.nextInt(120), 0, ALPHABET.length())
          .forEach(i -> text.append(ALPHABET.charAt(i)));
      assertThat(scan(text.toString()).entries()).as("seed 20261124, round %d: %s", round, text)
          .noneMatch(entry -> entry.rule().equals("error"));
    }
  }

  @Test
  void theSameTextHasTheSameFindingsOnEveryThread() {
    for (String text : finds()) {
      List<Finding> first = scan(text).findings();
      assertThat(IntStream.range(0, 16).parallel().mapToObj(_ -> scan(text).findings()))
          .allMatch(first::equals);
    }
  }

  @Test
  void itsWorkIsBoundedByTheLengthOfTheText() {
    for (String text : finds()) {
      String flood = (text + " ").repeat(100_000 / (text.length() + 1));
      assertTimeoutPreemptively(Duration.ofSeconds(5), () -> scan(flood), text);
    }
  }
}
