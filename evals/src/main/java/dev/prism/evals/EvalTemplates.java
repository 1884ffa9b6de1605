package dev.prism.evals;

import java.util.LinkedHashMap;
import java.util.Map;

/// The templates that are built in: one YAML file each in `templates`, listed in its `index.txt`.
public final class EvalTemplates {
  private static final Map<String, EvalTemplate> ALL = read();

  private EvalTemplates() {}

  /// By the name of their rubric, such as `context_adherence`.
  public static Map<String, EvalTemplate> all() {
    return ALL;
  }

  private static Map<String, EvalTemplate> read() {
    Map<String, EvalTemplate> templates = new LinkedHashMap<>();
    for (String name : DataFile.lines("templates/index.txt")) {
      templates.put(name, EvalTemplate.read(name));
    }
    return Map.copyOf(templates);
  }
}
