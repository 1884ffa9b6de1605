package dev.prism.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MutationTest {
  private static final int ROUNDS = 150;
  private static final String[] PIECES = {"{", "}", "[", "]", ":", ": ", "\n", "  ", "\t", "- ",
      "#", "\"", "'", "&a ", "*a", "<<", "${", "${X}", "${X:-", "}", "$${", "!!int ", "!x ", "|",
      ">", "%", "---", "...", "~", "null", "1e9", "-1", "99999999999999999999", "\0", "\u2028", "é",
      "\uD83D", "NaN", "true", "0x1", "? ", "@", "`", "host", "when", "sim"};

  @ParameterizedTest
  @MethodSource("seeds")
  void mutatedDefaultConfigIsLoadedOrRejectedButNeverThrows(long seed) throws IOException {
    String good = Files.readString(Path.of("prism.yaml"));
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String bad = mutated(good, random);
      String label = "seed " + seed + ", round " + round;
      assertThatCode(() -> {
        if (ConfigLoader.parse("f", bad,
            Map.of("X", "x")) instanceof ConfigResult.Rejected(var problems)) {
          assertThat(problems).allSatisfy(problem -> {
            assertThat(problem.what()).isNotBlank()
                .doesNotStartWith("null")
                .doesNotContain("java.", "Exception");
            assertThat(problem.line()).isBetween(0, bad.split("\n|\r|\u2028", -1).length + 1);
          });
        }
      }).as(label).doesNotThrowAnyException();
    }
  }

  private static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  private static String mutated(String text, SplittableRandom random) {
    StringBuilder out = new StringBuilder(text);
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(out.length() + 1);
      int end = Math.min(out.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> out.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> out.delete(at, end);
        case 2 -> out.insert(random.nextInt(out.length() + 1), out.substring(at, end));
        default -> out.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return out.toString();
  }
}
