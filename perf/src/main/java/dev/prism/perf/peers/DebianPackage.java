package dev.prism.perf.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Installs a program of the distribution when it is missing.
final class DebianPackage {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private DebianPackage() {}

  static Optional<String> install(String name, Place place)
      throws IOException, InterruptedException {
    if (Shell.has(name)) {
      return Optional.empty();
    }
    if (!Shell.has("apt-get")) {
      return Optional.of("there is no " + name + " on the path and no apt-get to install it");
    }
    Path log = place.cache().resolve(name + "-install.log");
    Shell shell = new Shell(log, Map.of("DEBIAN_FRONTEND", "noninteractive"));
    List<String> install = List.of("apt-get", "install", "-y", "--no-install-recommends", name);
    if (shell.run(LIMIT, place.cache(), install).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> update = shell.run(LIMIT, place.cache(), List.of("apt-get", "update"));
    return update.isPresent() ? update : shell.run(LIMIT, place.cache(), install);
  }
}
