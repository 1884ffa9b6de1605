package dev.prism.evals;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How answers are scored.
///
/// @param checks  what the checks of all traffic look for
/// @param rubrics the operator's own, by name, beside those that are built in; one of the same name takes
///                the built-in one's place
/// @param keep    how much of the scored traces the store keeps
/// @param golden  the folder of the golden set; keep it in git, beside what it examines
/// @param judge   a model that scores a part of the traffic; none unless written
public record EvalSettings(
    CheckSettings checks,
    Map<String, RubricSettings> rubrics,
    KeepSettings keep,
    Path golden,
    @Nullable JudgeSettings judge) {
  public static final Path DEFAULT_GOLDEN = Path.of("golden");
  public static final EvalSettings DEFAULT = new EvalSettings(CheckSettings.DEFAULT, Map.of(),
      KeepSettings.DEFAULT, DEFAULT_GOLDEN, null);

  public EvalSettings {
    rubrics = Map.copyOf(rubrics);
    rubrics.forEach((name, rubric) -> rubric.rubric(name));
  }

  /// All rubrics that can be scored by: built in, of templates, and the operator's own, by name.
  public Map<String, Rubric> allRubrics() {
    return RubricLibrary.with(rubrics);
  }
}
