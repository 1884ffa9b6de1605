package dev.prism.perf.detect;

/// What scenarios are played with.
///
/// @param seen whether the mean moves because other topics are asked about, which the requests show; else all scores
///             move, and nothing that is known of a request says so
record World(ScoreSource source, Requests requests, boolean seen) {
  static World synthetic() {
    return new World(ScoreSource.synthetic(), Requests.synthetic(), true);
  }

  World unseen() {
    return new World(source, requests, false);
  }
}
