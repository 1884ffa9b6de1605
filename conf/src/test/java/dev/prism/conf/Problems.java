package dev.prism.conf;

import java.util.List;
import java.util.Map;

/// Reads texts as configurations, for tests.
final class Problems {
  static final String FILE = "prism.yaml";

  private Problems() {}

  /// All that is wrong with a text, as lines.
  static List<String> of(String yaml) {
    return of(yaml, Map.of());
  }

  static List<String> of(String yaml, Map<String, String> environment) {
    return switch (ConfigLoader.parse(FILE, yaml, environment)) {
      case ConfigResult.Loaded _ -> List.of();
      case ConfigResult.Rejected(var problems) ->
        problems.stream().map(ConfigProblem::toString).toList();
    };
  }

  /// The configuration in a text that has no problem.
  static GatewayConfig config(String yaml, Map<String, String> environment) {
    return switch (ConfigLoader.parse(FILE, yaml, environment)) {
      case ConfigResult.Loaded(var config) -> config;
      case ConfigResult.Rejected(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  static GatewayConfig config(String yaml) {
    return config(yaml, Map.of());
  }
}
