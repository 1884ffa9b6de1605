package dev.prism.perf.peers;

import java.nio.file.Path;

/// The JDK that runs us, which Java subjects run on too.
public final class JavaHome {
  private JavaHome() {}

  static String folder() {
    return System.getProperty("java.home");
  }

  /// A program of the JDK.
  public static String program(String name) {
    return Path.of(folder(), "bin", name).toString();
  }
}
