package dev.prism.evals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rubrics that are built in: one YAML file each, beside this class.
public final class RubricLibrary {
  private static final List<String> NAMES = List.of(Rubric.FACTUAL_GROUNDING,
      Rubric.PRIVACY_AND_SAFETY, Rubric.INSTRUCTION_ADHERENCE, Rubric.OPTIMAL_PLAN_EXECUTION);
  private static final Map<String, Rubric> BUILT_IN = read();

  private RubricLibrary() {}

  /// By name.
  public static Map<String, Rubric> builtIn() {
    return BUILT_IN;
  }

  /// Those, the templates that an exchange alone is enough for, and the operator's own.
  static Map<String, Rubric> with(Map<String, RubricSettings> own) {
    Map<String, Rubric> all = new LinkedHashMap<>();
    EvalTemplates.all().forEach((name, template) -> {
      if (template.isOnline()) {
        all.put(name, template.rubric());
      }
    });
    all.putAll(BUILT_IN);
    own.forEach((name, settings) -> all.put(name, settings.rubric(name)));
    return Map.copyOf(all);
  }

  private static Map<String, Rubric> read() {
    Map<String, Rubric> rubrics = new LinkedHashMap<>();
    for (String name : NAMES) {
      DataFile file = DataFile.read("rubrics/" + name + ".yaml");
      rubrics.put(name,
          new Rubric(file.text("name"), file.text("version"), file.text("asks"), file.anchors()));
    }
    return Map.copyOf(rubrics);
  }
}
