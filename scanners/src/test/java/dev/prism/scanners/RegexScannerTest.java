package dev.prism.scanners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class RegexScannerTest extends ScannerContract {
  @Override
  String name() {
    return "regex";
  }

  @Override
  List<String> finds() {
    return List.of("ask EMP-123456 about it");
  }

  @Override
  List<String> passes() {
    return List.of("ask EMP-12 about it", "nothing");
  }

  @Override
  Record settings() {
    return new RegexScanner.Settings(List.of(RegexScanner.Rule.of("own", "EMP-\\d{6}")));
  }

  private static RailEngine rule(String pattern) {
    return Rails.with("regex",
        new RegexScanner.Settings(List.of(RegexScanner.Rule.of("own", pattern))));
  }

  @Test
  void aTenantsPatternIsFoundByItsName() {
    assertThat(Rails.check(rule("EMP-\\d{6}"), "ask EMP-123456 about it").findings())
        .singleElement()
        .satisfies(f -> {
          assertThat(f.type()).isEqualTo("own");
          assertThat(f.start()).isEqualTo(4);
          assertThat(f.end()).isEqualTo(14);
        });
  }

  @Test
  void lookAroundIsRefusedWithItsPosition() {
    assertThatThrownBy(() -> rule("abc(?=d)")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("position 3");
    assertThatThrownBy(() -> rule("(a)\\1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void catastrophicPatternsStayLinear() {
    RailEngine engine = rule("(a+)+$");
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10),
        () -> Rails.check(engine, "a".repeat(50_000) + "b"));
  }

  @Test
  void freeSpacingPatternsAreRead() {
    assertThat(
        Rails.check(rule("(?xi)\n ( id_ )  (?# prefix)\n \\d{3} # digits"), "ID_123").findings())
        .isNotEmpty();
  }
}
