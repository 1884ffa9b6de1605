package dev.prism.admin;

import java.util.Map;

/// Whether the data plane takes requests, for `/readyz`.
public interface Readiness {
  State state();

  /// How its parts are, by name, for people: `store` → `away: disk full`.
  Map<String, String> parts();

  enum State {
    STARTING, READY, DRAINING
  }
}
