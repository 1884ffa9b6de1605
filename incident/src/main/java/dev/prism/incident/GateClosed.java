package dev.prism.incident;

import java.util.List;

/// A step that the playbook does not allow yet, with what is missing.
public final class GateClosed extends Exception {
  private static final long serialVersionUID = 1;
  private final transient List<String> missing;

  public GateClosed(String step, List<String> missing) {
    super("The incident cannot go on to " + step + "; missing: " + String.join("; ", missing), null,
        false, false);
    this.missing = List.copyOf(missing);
  }

  public List<String> missing() {
    return missing;
  }

  /// @throws GateClosed unless nothing is missing
  static void check(String step, List<String> missing) throws GateClosed {
    if (!missing.isEmpty()) {
      throw new GateClosed(step, missing);
    }
  }
}
