package dev.prism.evals;

import java.util.List;
import java.util.Set;

/// A rubric that comes ready-made, with what it looks at and, where a computation does, which.
///
/// @param title of the template, such as `ContextAdherence`
/// @param needs what of an exchange it looks at: `instructions`, `question`, `context`, `answer`, `tools`,
///              `target` (an expected answer), `image`, `audio`
/// @param local the [LocalMetric] that answers without a model, empty when a judge must
public record EvalTemplate(Rubric rubric, String title, List<String> needs, String local) {
  private static final Set<String> KNOWN = Set.of("instructions", "question", "context", "answer",
      "tools", "target", "image", "audio");
  private static final Set<String> ONLINE = Set.of("instructions", "question", "context", "answer",
      "tools");

  public EvalTemplate {
    needs = List.copyOf(needs);
    if (needs.isEmpty() || !KNOWN.containsAll(needs)) {
      throw new IllegalArgumentException(title + " needs what there is not: " + needs);
    }
    if (!local.isEmpty() && LocalMetric.find(local).isEmpty()) {
      throw new IllegalArgumentException(title + ": there is no local metric " + local);
    }
  }

  /// Whether a model must answer.
  public boolean isJudged() {
    return local.isEmpty();
  }

  /// Whether an exchange alone is enough: no expected answer, no picture, no sound.
  public boolean isOnline() {
    return ONLINE.containsAll(needs);
  }

  static EvalTemplate read(String name) {
    DataFile file = DataFile.read("templates/" + name + ".yaml");
    return new EvalTemplate(
        new Rubric(file.text("name"), file.text("version"), file.text("asks"), file.anchors()),
        file.text("title"), file.texts("needs"), file.text("local", ""));
  }
}
