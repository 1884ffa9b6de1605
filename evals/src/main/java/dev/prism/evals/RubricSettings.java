package dev.prism.evals;

import java.util.List;
import java.util.Map;

/// A rubric as an operator writes it.
///
/// @param version changed whenever a word of it is; `1` unless given
/// @param asks    the question that a score answers, one sentence
/// @param anchors what `1`, `2`, `3`, `4` and `5` mean
public record RubricSettings(String version, String asks, Map<String, String> anchors) {
  public static final String DEFAULT_VERSION = "1";

  public RubricSettings {
    anchors = Map.copyOf(anchors);
  }

  /// @throws IllegalArgumentException if the name is no name, or an anchor is missing
  public Rubric rubric(String name) {
    List<String> five = List.of("1", "2", "3", "4", "5");
    if (!anchors.keySet().containsAll(five) || anchors.size() != five.size()) {
      throw new IllegalArgumentException(
          "anchors must say what 1, 2, 3, 4 and 5 mean, for rubric " + name);
    }
    return new Rubric(name, version, asks, five.stream().map(anchors::get).toList());
  }
}
