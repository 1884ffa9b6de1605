package dev.prism.server;

import java.nio.file.Files;
import java.nio.file.Path;

/// Finds files that belong to the installation, from whatever folder the gateway was started in.
final class Home {
  private static final String PROPERTY = "prism.home";

  private Home() {}

  /// The file as named, or below the installation's folder (`-Dprism.home`) when it is not here.
  static Path find(String name) {
    Path here = Path.of(name);
    String home = System.getProperty(PROPERTY);
    return here.isAbsolute() || Files.exists(here) || home == null
        ? here
        : Path.of(home).resolve(name);
  }
}
