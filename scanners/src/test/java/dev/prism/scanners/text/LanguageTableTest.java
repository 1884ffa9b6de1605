package dev.prism.scanners.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LanguageTableTest {
  @Test
  void addingManyLanguagesAtOnceGivesTheSumsOfEach() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int languages = 1 + random.nextInt(70);
      int features = 1 + random.nextInt(40);
      byte[] weights = new byte[languages * features];
      random.nextBytes(weights);
      LanguageTable table = new LanguageTable(weights, languages);
      LanguageTable.Sums sums = table.new Sums();
      int[] expected = new int[languages];
      int size = random.nextInt(1000);
      for (int i = 0; i < size; i++) {
        int feature = random.nextInt(features);
        sums.add(feature);
        for (int l = 0; l < languages; l++) {
          expected[l] += weights[feature * languages + l];
        }
      }
      assertThat(sums.count()).isEqualTo(size);
      assertThat(sums.all()).as("seed %d", seed).isEqualTo(expected);
      assertThat(table.weights()).as("seed %d", seed).isEqualTo(weights);
    }
  }
}
