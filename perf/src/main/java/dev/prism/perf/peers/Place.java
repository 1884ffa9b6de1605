package dev.prism.perf.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Where a subject finds and leaves things.
///
/// @param home         root of the source tree
/// @param cache        what was installed once, outside the source tree
/// @param run          configuration and logs of this run
/// @param port         the subject listens on
/// @param upstreamPort the mock upstream listens on
public record Place(Path home, Path cache, Path run, int port, int upstreamPort) {
  /// The subject's own files that came with the sources.
  public Path peers() {
    return home.resolve("perf/peers");
  }

  /// The same with another source tree.
  Place of(Path tree) {
    return new Place(tree, cache, run, port, upstreamPort);
  }

  /// A second port, for subjects that have an admin address.
  public int adminPort() {
    return port + 1000;
  }

  /// Empties the run folder: a ledger or traces of an earlier start must not weigh on this one.
  void clear() throws IOException {
    if (Files.exists(run)) {
      try (Stream<Path> files = Files.walk(run)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(run);
  }

  /// Fills a configuration file of the sources and writes it to the run folder.
  Path render(String file) throws IOException {
    String text = Files.readString(peers().resolve(file))
        .replace("@PORT@", Integer.toString(port))
        .replace("@ADMIN_PORT@", Integer.toString(adminPort()))
        .replace("@UPSTREAM_PORT@", Integer.toString(upstreamPort))
        .replace("@RUN@", run.toString());
    return Files.writeString(run.resolve(file), text);
  }
}
