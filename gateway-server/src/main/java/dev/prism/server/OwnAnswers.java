package dev.prism.server;

import dev.prism.evals.golden.Answers;
import dev.prism.evals.golden.GoldenEntry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The gateway's own data plane, once it listens.
final class OwnAnswers implements Answers {
  private volatile @Nullable Answers listening;

  void listening(Answers answers) {
    listening = answers;
  }

  @Override
  public Answer answer(GoldenEntry entry, @Nullable String target)
      throws IOException, InterruptedException {
    Answers now = listening;
    if (now == null) {
      throw new IOException("the gateway does not listen yet, or not in plain text");
    }
    return now.answer(entry, target);
  }
}
