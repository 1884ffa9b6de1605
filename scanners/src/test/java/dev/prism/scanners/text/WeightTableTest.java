package dev.prism.scanners.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightTableTest {
  private static final int FEATURES = 1 << NgramModel.BITS;

  /// However many models there are, and however few rows they share.
  @Test
  void sumsAreThoseOfEachModel() {
    Random random = new Random(29);
    for (int range : new int[]{3, 256}) {
      List<NgramModel> models = new ArrayList<>();
      for (int count = 1; count <= 5; count++) {
        models.add(model(random, range));
        int[] features = random.ints(1500, 0, FEATURES).toArray();
        assertThat(sums(WeightTable.of(models), features)).as("%d models", count)
            .containsExactly(naive(models, features));
      }
    }
  }

  @Test
  void theLargestWeightsInARowDoNotOverflow() {
    for (int weight : new int[]{-128, 127}) {
      byte[] weights = new byte[FEATURES];
      Arrays.fill(weights, (byte) weight);
      NgramModel model = new NgramModel(weights, 1, 0, 0, 1);
      List<NgramModel> models = List.of(model, model, model);
      int[] features = new int[1500];
      assertThat(sums(WeightTable.of(models), features)).containsExactly(naive(models, features));
    }
  }

  private static NgramModel model(Random random, int range) {
    byte[] weights = new byte[FEATURES];
    for (int f = 0; f < weights.length; f++) {
      weights[f] = (byte) (random.nextInt(range) - range / 2);
    }
    return new NgramModel(weights, 1, 0, 0, 1);
  }

  private static int[] sums(List<WeightTable> tables, int[] features) {
    int[] sums = new int[tables.stream().mapToInt(WeightTable::size).sum()];
    int at = 0;
    for (WeightTable table : tables) {
      table.sum(features, features.length, sums, at);
      at += table.size();
    }
    return sums;
  }

  private static int[] naive(List<NgramModel> models, int[] features) {
    return models.stream().mapToInt(m -> Arrays.stream(features).map(m::weight).sum()).toArray();
  }
}
