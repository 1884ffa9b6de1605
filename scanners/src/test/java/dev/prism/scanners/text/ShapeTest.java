package dev.prism.scanners.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
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

  /// A form that is passed over because of its digits would not have matched: for every form and every
  /// number of digits, whatever they are and whatever stands behind them.
  @Test
  void aMatchCoversOnlyAsManyDigitsAsItMayBeginWith() {
    Random random = new Random(28);
    for (String form : List.of("[0-9]{3}-[0-9]{2}", "\\d{9}", "[1-8][0-9]{2}[ ]?[0-9]?",
        "9[57-9]-?\\d*", "[0-9]{2,3}/[0-9]{4}", "[0-9A-F]{6}", "\\d-?[A-Z]\\d{2}",
        "[13][a-km-z1-9]{4,6}", "\\d+x")) {
      Shape shape = Shape.of(form);
      for (int round = 0; round < 20_000; round++) {
        int digits = 1 + random.nextInt(12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits + random.nextInt(6); i++) {
          text.append((char) ('0' + random.nextInt(10)));
          if (text.length() == digits) {
            text.append("- /Ax".charAt(random.nextInt(5)));
          }
        }
        int end = shape.match(text.toString().toCharArray(), 0, text.length());
        if (end >= digits) {
          assertThat(shape.mayBeginWithDigits(digits)).as("seed 28: %s in %s", form, text).isTrue();
        }
        if (end == digits) {
          assertThat(shape.mayBeDigits(digits)).as("seed 28: %s in %s", form, text).isTrue();
        }
      }
    }
  }
}
