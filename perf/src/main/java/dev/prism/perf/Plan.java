package dev.prism.perf;

import dev.prism.perf.peers.Place;
import dev.prism.perf.peers.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What to compare, and how long.
///
/// @param home        root of the source tree
/// @param cache       where peers are installed
/// @param warmup      of each kind of body, on each subject, before the rounds
/// @param subjectCore the core that subjects are pinned to
/// @param firstPort   of a free range: the mock upstream's, then one for each subject
record Plan(
    Path home,
    Path cache,
    List<Work> works,
    int rounds,
    Duration warmup,
    int subjectCore,
    int firstPort) {
  Plan {
    works = List.copyOf(works);
    if (rounds < 1) {
      throw new IllegalArgumentException("at least one round");
    }
  }

  /// Where peers are installed unless somebody says otherwise.
  static Path usualCache() {
    return Path.of(System.getProperty("user.home"), ".cache", "prism-perf");
  }

  /// The folder for results.
  Path results() {
    return home.resolve("perf/target");
  }

  /// @param number tells subjects apart, from 1
  Place place(Subject subject, int number) {
    return new Place(home, cache, results().resolve("run").resolve(subject.name()),
        firstPort + number, firstPort);
  }
}
