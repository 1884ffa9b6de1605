package dev.prism.evals;

import java.nio.file.Path;

/// How answers are scored.
///
/// @param golden the folder of the golden set; keep it in git, beside what it examines
public record EvalSettings(Path golden) {
  public static final Path DEFAULT_GOLDEN = Path.of("golden");
  public static final EvalSettings DEFAULT = new EvalSettings(DEFAULT_GOLDEN);
}
