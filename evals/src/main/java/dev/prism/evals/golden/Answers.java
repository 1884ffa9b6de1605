package dev.prism.evals.golden;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Asks the gateway. Called by several virtual threads at once; blocks, within a time limit of its own.
public interface Answers {
  /// @param target which must answer, null for whatever the route's strategy says
  /// @throws IOException if there was no answer, or another target gave it; says which and why
  Answer answer(GoldenEntry entry, @Nullable String target)
      throws IOException, InterruptedException;

  /// @param text          of the first choice
  /// @param target        that gave it
  /// @param model         that the provider reported
  /// @param promptVersion such as `refund@13`, null for none
  record Answer(String text, String target, String model, @Nullable String promptVersion) {}
}
