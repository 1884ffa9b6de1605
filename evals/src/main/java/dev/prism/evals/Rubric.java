package dev.prism.evals;

import java.util.List;

/// One way in which an answer can be good or bad.
///
/// @param name    such as `factual_grounding`
/// @param version changes whenever a word of it does; scores of two versions are not compared
/// @param asks    the question that a score answers, one sentence
/// @param anchors what 1, 2, 3, 4 and 5 mean, in this order
public record Rubric(String name, String version, String asks, List<String> anchors) {
  public static final String FACTUAL_GROUNDING = "factual_grounding";
  public static final String PRIVACY_AND_SAFETY = "privacy_and_safety";
  public static final String INSTRUCTION_ADHERENCE = "instruction_adherence";
  public static final String OPTIMAL_PLAN_EXECUTION = "optimal_plan_execution";
  private static final int LONGEST_NAME = 64;

  /// @throws IllegalArgumentException if the name is no name, or there are not five anchors
  public Rubric {
    anchors = List.copyOf(anchors);
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "name must be lower-case letters, digits and _, at most 64, not " + name);
    }
    if (version.isBlank() || asks.isBlank()) {
      throw new IllegalArgumentException("rubric " + name + " needs a version and what it asks");
    }
    if (anchors.size() != 5 || anchors.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("rubric " + name + " needs an anchor for each of 1 to 5");
    }
  }

  public static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= LONGEST_NAME
        && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }
}
