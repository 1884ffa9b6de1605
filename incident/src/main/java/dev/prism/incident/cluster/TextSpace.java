package dev.prism.incident.cluster;

import java.util.List;

/// Where a text lies among the texts of one route: TF-IDF of words and pairs, projected on the directions in
/// which the route's own traffic differs most. No model, nothing from outside; fitted anew for each run, so
/// places of two spaces never compare.
final class TextSpace {
  private static final int DIMENSIONS = 100;
  /// Directions that so few texts can carry.
  private static final int TEXTS_EACH = 3;
  private static final long SEED = 7_919;
  private final Vocabulary vocabulary;
  private final double[][] directions;
  private final int width;

  /// @param texts of failing and passing traces, at most some thousands
  TextSpace(List<String> texts) {
    this(texts, DIMENSIONS);
  }

  TextSpace(List<String> texts, int dimensions) {
    vocabulary = new Vocabulary(texts);
    List<SparseRow> rows = texts.stream().map(vocabulary::row).toList();
    int wanted = Math.max(2, Math.min(dimensions, texts.size() / TEXTS_EACH));
    directions = LeadingDirections.of(rows, vocabulary.size(), wanted, SEED);
    width = directions.length == 0 ? 0 : directions[0].length;
  }

  /// Of unit length; the origin for a text that has no term of the route's.
  double[] place(String text) {
    double[] place = vocabulary.row(text).times(directions, width);
    Vectors.toUnit(place);
    return place;
  }
}
