package dev.prism.perf.detect;

/// One way of watching, a row of the tables.
///
/// @param adaptive whether ten times as many answers are scored for ten minutes when the evidence warms up
/// @param siblings whether three routes of other models are watched beside it
/// @param holdOut  whether a part of the route's traffic stays on what was there before
record Row(Bench.Setup setup, boolean adaptive, boolean siblings, boolean holdOut) {
  static Row of(Bench.Setup setup) {
    return new Row(setup, false, false, false);
  }

  String name() {
    return setup.name();
  }
}
