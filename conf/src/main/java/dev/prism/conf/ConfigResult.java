package dev.prism.conf;

import java.util.List;

/// What reading a configuration came to: a whole one, or all that is wrong with it.
public sealed interface ConfigResult {
  record Loaded(GatewayConfig config) implements ConfigResult {}

  /// @param problems at least one, in the order of the file
  record Rejected(List<ConfigProblem> problems) implements ConfigResult {
    public Rejected {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("a rejection needs a reason");
      }
    }
  }
}
