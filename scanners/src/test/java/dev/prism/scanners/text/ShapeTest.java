package dev.prism.scanners.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShapeTest {
  private static int match(String form, String text) {
    return Shape.of(form).match(text.toCharArray(), 0, text.length());
  }

  @Test
  void countsClassesAndLiterals() {
    assertThat(match("ghp_[A-Z0-9]{4}", "ghp_AB12x")).isEqualTo(8);
    assertThat(match("ghp_[A-Z0-9]{4}", "ghp_AB1")).isEqualTo(-1);
    assertThat(match("\\d{2,3}-?x+", "123-xxy")).isEqualTo(6);
    assertThat(match("[^\\s\"]+", "ab c")).isEqualTo(2);
    assertThat(match("a\\.b", "a.b")).isEqualTo(3);
  }
}
