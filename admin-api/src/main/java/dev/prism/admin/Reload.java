package dev.prism.admin;

import java.util.List;

/// Reads the config anew.
public interface Reload {
  /// Takes the new config over, or keeps the last good one. May block.
  ///
  /// @param who asks
  Result reload(String who);

  /// @param problems why nothing changed, each with file, line and advice; empty when the config is in
  ///                 force
  record Result(List<String> problems) {
    public Result {
      problems = List.copyOf(problems);
    }

    boolean applied() {
      return problems.isEmpty();
    }
  }
}
