package dev.prism.incident.cluster.hdbscan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Against what the Python package `hdbscan` says of the same points (`reference.csv`, made by
/// `reference.py` beside it), and against what must hold for any points.
class HdbscanTest {
  private static final int LABEL = 4;
  private static final int STRENGTH = 5;
  private static final int FINE = 6;
  private static final int SHARE = 7;
  private static final int NEAREST = 8;

  @Test
  void labelsAreThoseOfTheReference() throws IOException {
    double[][] rows = reference();
    Hdbscan found = new Hdbscan(WeightedPoints.of(points(rows)), DensitySettings.DEFAULT);
    assertThat(Agreement.adjustedRand(labels(found, rows.length), column(rows, LABEL)))
        .isEqualTo(1);
    Hdbscan fine = new Hdbscan(WeightedPoints.of(points(rows)), DensitySettings.FINE);
    assertThat(Agreement.adjustedRand(labels(fine, rows.length), column(rows, FINE))).isEqualTo(1);
  }

  /// Where points are equally far, either one may be an exemplar; a share may move a little with that.
  @Test
  void strengthsAndSharesAreThoseOfTheReference() throws IOException {
    double[][] rows = reference();
    Hdbscan found = new Hdbscan(WeightedPoints.of(points(rows)), DensitySettings.DEFAULT);
    int off = 0;
    for (int i = 0; i < rows.length; i++) {
      assertThat(found.strength(i)).isCloseTo(rows[i][STRENGTH], within(1e-4));
      double share = Arrays.stream(found.membership(i)).max().orElseThrow();
      assertThat(share).as("share of point %s", i).isCloseTo(rows[i][SHARE], within(0.02));
      off += Math.abs(share - rows[i][SHARE]) > 1e-3 ? 1 : 0;
    }
    assertThat(off).isLessThanOrEqualTo(rows.length / 100);
    int[] nearest = IntStream.range(0, rows.length)
        .map(i -> largest(found.membership(i)))
        .toArray();
    assertThat(Agreement.adjustedRand(nearest, column(rows, NEAREST))).isGreaterThan(0.99);
  }

  @Test
  void aPointWithAWeightIsAsManyPoints() {
    Random random = new Random(41);
    double[][] places = blobs(random, 30, 3);
    int[] weights = new int[places.length];
    List<double[]> copies = new ArrayList<>();
    List<Integer> origin = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      weights[i] = random.nextInt(10) == 0 ? 2 + random.nextInt(4) : 1;
      for (int k = 0; k < weights[i]; k++) {
        copies.add(places[i]);
        origin.add(i);
      }
    }
    DensitySettings settings = new DensitySettings(5, 3, 1e-2);
    Hdbscan weighted = new Hdbscan(new WeightedPoints(places, weights), settings);
    Hdbscan repeated = new Hdbscan(WeightedPoints.of(copies.toArray(double[][]::new)), settings);
    int[] ofWeighted = origin.stream().mapToInt(weighted::label).toArray();
    assertThat(Agreement.adjustedRand(ofWeighted, labels(repeated, copies.size()))).isEqualTo(1);
  }

  @Test
  void theOrderOfThePointsChangesNothing() {
    double[][] places = blobs(new Random(7), 40, 4);
    Hdbscan inOrder = new Hdbscan(WeightedPoints.of(places), DensitySettings.DEFAULT);
    List<Integer> order = new ArrayList<>(IntStream.range(0, places.length).boxed().toList());
    Collections.shuffle(order, new Random(8));
    Hdbscan shuffled = new Hdbscan(
        WeightedPoints.of(order.stream().map(i -> places[i]).toArray(double[][]::new)),
        DensitySettings.DEFAULT);
    int[] expected = order.stream().mapToInt(inOrder::label).toArray();
    assertThat(Agreement.adjustedRand(expected, labels(shuffled, places.length))).isEqualTo(1);
  }

  @Test
  void equalPointsHaveSharesAndNoDivisionByZero() {
    double[][] places = new double[52][];
    Arrays.setAll(places,
        i -> i < 20 ? new double[]{0, 0} : i < 40 ? new double[]{9, 9} : new double[]{i, -i});
    Hdbscan found = new Hdbscan(WeightedPoints.of(places), DensitySettings.DEFAULT);
    assertThat(found.clusters()).isGreaterThanOrEqualTo(2);
    for (int i = 0; i < places.length; i++) {
      assertThat(Arrays.stream(found.membership(i)).sum()).as("shares of point %s", i)
          .isBetween(0.0, 1.0 + 1e-9);
    }
    assertThat(found.label(0)).isEqualTo(found.label(19)).isNotEqualTo(found.label(20));
  }

  @Test
  void theTreeIsNoLongerThanAnyOther() {
    double[][] places = blobs(new Random(3), 12, 2);
    WeightedPoints points = WeightedPoints.of(places);
    double[] core = CoreDistances.of(points, 3);
    double prim = SpanningTree.of(points, core)
        .stream()
        .mapToDouble(SpanningTree.Edge::length)
        .sum();
    assertThat(prim).isCloseTo(kruskal(points, core), within(1e-9));
    for (int i = 0; i < places.length; i++) {
      int at = i;
      double[] sorted = IntStream.range(0, places.length)
          .filter(j -> j != at)
          .mapToDouble(j -> points.distance(at, j))
          .sorted()
          .toArray();
      assertThat(core[i]).isEqualTo(sorted[2]);
    }
  }

  @Test
  void onePointIsNoClusterAndNoneIsRefused() {
    Hdbscan one = new Hdbscan(WeightedPoints.of(new double[][]{{1, 2}}), DensitySettings.DEFAULT);
    assertThat(one.clusters()).isZero();
    assertThat(one.label(0)).isEqualTo(Hdbscan.NOISE);
    assertThatThrownBy(
        () -> new Hdbscan(WeightedPoints.of(new double[0][]), DensitySettings.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double kruskal(WeightedPoints points, double[] core) {
    List<SpanningTree.Edge> edges = new ArrayList<>();
    for (int i = 0; i < core.length; i++) {
      for (int j = 0; j < i; j++) {
        edges.add(new SpanningTree.Edge(i, j,
            Math.max(points.distance(i, j), Math.max(core[i], core[j])), points.distance(i, j)));
      }
    }
    edges.sort((a, b) -> Double.compare(a.length(), b.length()));
    int[] group = IntStream.range(0, core.length).toArray();
    double sum = 0;
    for (SpanningTree.Edge edge : edges) {
      int from = group[edge.from()];
      int to = group[edge.to()];
      if (from != to) {
        sum += edge.length();
        Arrays.setAll(group, i -> group[i] == from ? to : group[i]);
      }
    }
    return sum;
  }

  private static double[][] blobs(Random random, int each, int blobs) {
    double[][] places = new double[each * (blobs + 1)][3];
    for (int i = 0; i < places.length; i++) {
      int blob = i / each;
      for (int d = 0; d < 3; d++) {
        places[i][d] = blob == blobs
            ? random.nextDouble() * 20 - 5
            : random.nextGaussian() * 0.5 + (d == blob % 3 ? 4.0 * (1 + blob / 3) : 0);
      }
    }
    return places;
  }

  private static int largest(double[] shares) {
    int best = 0;
    for (int i = 1; i < shares.length; i++) {
      best = shares[i] > shares[best] ? i : best;
    }
    return best;
  }

  private static int[] labels(Hdbscan found, int size) {
    return IntStream.range(0, size).map(found::label).toArray();
  }

  private static int[] column(double[][] rows, int column) {
    return Arrays.stream(rows).mapToInt(row -> (int) row[column]).toArray();
  }

  private static double[][] points(double[][] rows) {
    return Arrays.stream(rows).map(row -> Arrays.copyOf(row, LABEL)).toArray(double[][]::new);
  }

  private static double[][] reference() throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(HdbscanTest.class.getResourceAsStream("reference.csv")),
        StandardCharsets.UTF_8))) {
      return lines.lines()
          .skip(1)
          .map(
              line -> Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    }
  }
}
