package dev.prism.server;

import dev.prism.evals.golden.GoldenEntry;
import dev.prism.evals.golden.RubricScorer;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rubrics of live traffic for the golden set, made when they are first asked for: they read eighty files
/// and compile the rules of all checks, which no start of a gateway has to wait for.
final class RubricsOnDemand implements RubricScorer {
  private final Supplier<RubricScorer> maker;
  private @Nullable RubricScorer made;

  RubricsOnDemand(Supplier<RubricScorer> maker) {
    this.maker = maker;
  }

  private synchronized RubricScorer rubrics() {
    RubricScorer known = made;
    if (known == null) {
      known = maker.get();
      made = known;
    }
    return known;
  }

  @Override
  public String judge() {
    return rubrics().judge();
  }

  @Override
  public boolean knows(String rubric) {
    return rubrics().knows(rubric);
  }

  @Override
  public double score(String rubric, GoldenEntry entry, String output)
      throws IOException, InterruptedException {
    return rubrics().score(rubric, entry, output);
  }
}
