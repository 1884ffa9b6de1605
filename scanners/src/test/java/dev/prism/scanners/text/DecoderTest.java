package dev.prism.scanners.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DecoderTest {
  @Test
  void whatItIsWantedForIsSeenWhereverItStands() {
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      int longest = 0;
      int escapes = 0;
      for (int part = random.nextInt(6); part > 0; part--) {
        int run = random.nextInt(27);
        text.append("aZ3+/_-b".repeat(4), 0, run).append(random.nextBoolean() ? ' ' : '.');
        longest = Math.max(longest, run);
        if (random.nextInt(4) == 0) {
          text.append(random.nextBoolean() ? "%41;" : "&lt;").append(' ');
          escapes++;
        }
      }
      View view = new View();
      view.fill(text.toString());
      assertThat(Decoder.isWanted(view, text.toString())).as("seed %d: %s", seed, text)
          .isEqualTo(longest >= 24 || escapes >= 2);
    }
  }
}
