package dev.prism.evals.golden;

import java.io.IOException;

/// Grades an answer by a rubric, with the same rubrics that grade live traffic. Called by several virtual
/// threads at once; may block, within a time limit of its own.
public interface RubricScorer {
  /// Knows no rubric.
  RubricScorer NONE = new RubricScorer() {
    @Override
    public String judge() {
      return "none";
    }

    @Override
    public boolean knows(String rubric) {
      return false;
    }

    @Override
    public double score(String rubric, GoldenEntry entry, String output) throws IOException {
      throw new IOException("there is no scorer for " + rubric);
    }
  };

  /// Who grades, with its version: scores of two of them are never compared.
  String judge();

  boolean knows(String rubric);

  /// @return 1 to 5
  /// @throws IOException if it cannot say
  double score(String rubric, GoldenEntry entry, String output)
      throws IOException, InterruptedException;
}
