package dev.prism.incident.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextSpaceTest {
  @Test
  void textsOfOneIntentLieCloserThanOthers() {
    IntentTexts texts = IntentTexts.own();
    TextSpace space = new TextSpace(texts.all());
    double[] one = space.place("please refund my broken blender");
    double[] other = space.place("i want to return my blender and shoes");
    double[] far = space.place("translate my spanish phrase");
    assertThat(Vectors.dot(one, other)).isGreaterThan(Vectors.dot(one, far) + 0.2);
    assertThat(Vectors.dot(one, one)).isCloseTo(1, within(1e-9));
    assertThat(space.place("zzz qqq")).containsOnly(0.0);
    assertThat(new TextSpace(texts.all()).place("please refund my broken blender")).isEqualTo(one);
  }

  /// Two patterns and a trace of noise: the leading two directions hold nearly all of every row.
  @Test
  void theLeadingDirectionsAreThoseOfTheLargestSingularValues() {
    Random random = new Random(9);
    List<SparseRow> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double[] row = new double[12];
      for (int j = 0; j < 12; j++) {
        row[j] = (i % 2 == j % 2 ? 1 : 0) + random.nextGaussian() * 0.01;
      }
      Vectors.toUnit(row);
      rows.add(new SparseRow(new int[]{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, row));
    }
    double[][] directions = LeadingDirections.of(rows, 12, 2, 1);
    assertThat(directions[0]).hasSize(2);
    for (SparseRow row : rows) {
      double[] place = row.times(directions, 2);
      assertThat(Vectors.dot(place, place)).isGreaterThan(0.99);
    }
  }

  @Test
  void theAxesOfASymmetricMatrixAreItsEigenvectors() {
    SymmetricAxes axes = new SymmetricAxes(new double[][]{{2, 1, 0}, {1, 2, 0}, {0, 0, 0.5}});
    double half = Math.sqrt(0.5);
    assertThat(Math.abs(axes.axis(0)[0])).isCloseTo(half, within(1e-9));
    assertThat(Math.abs(axes.axis(0)[1])).isCloseTo(half, within(1e-9));
    assertThat(Math.abs(axes.axis(2)[2])).isCloseTo(1, within(1e-9));
  }

  @Test
  void numbersAreOneTerm() {
    assertThat(Terms.of("Order 4711 is late")).contains("order #").doesNotContain("4711");
    assertThat(Terms.of("order 12")).isEqualTo(Terms.of("Order 99!"));
  }
}
