package dev.prism.conf;

/// One thing that is wrong with a configuration, where, and what to write instead. It never holds the
/// value of an environment variable or of a secret.
///
/// @param file   as the user named it
/// @param line   from 1; 0 if it concerns the file as a whole
/// @param column from 1; 0 if it concerns the file as a whole
/// @param path   of keys, such as `routes.refund-agent.targets.stable.provider`; empty at the top
/// @param what   is wrong
/// @param advice what to write instead; empty if `what` says it
public record ConfigProblem(
    String file,
    int line,
    int column,
    String path,
    String what,
    String advice) {
  /// One line: `conf/prism.yaml:12: routes.demo.safe: …; …`.
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "" : path + ": ") + what
        + (advice.isEmpty() ? "" : "; " + advice);
  }
}
