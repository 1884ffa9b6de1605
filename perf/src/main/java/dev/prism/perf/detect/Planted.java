package dev.prism.perf.detect;

import java.util.List;

/// The changes that are planted into the traffic of every scenario.
///
/// @param targetMinutes what the median delay should be at most; 0 for none
record Planted(String name, Change change, int targetMinutes) {
  private static final String DIFFUSE = "Phi-3-mini-128k-instruct";

  static List<Planted> all() {
    return List.of(new Planted("8 % broken (−5.0)", new Change.Replaced(0.08, 0), 40),
        new Planted("6 % broken (−3.7)", new Change.Replaced(0.06, 0), 0),
        new Planted("other model (−3.6)", new Change.Swapped(DIFFUSE, 1, 0), 60),
        new Planted("55 % other model (−2.0)", new Change.Swapped(DIFFUSE, 0.55, 0), 240),
        new Planted("3.2 % broken (−2.0)", new Change.Replaced(0.032, 0), 240));
  }
}
