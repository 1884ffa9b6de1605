package dev.prism.perf.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs the commands that install a subject, each within a time limit, their output in a log file.
final class Shell {
  private final Path log;
  private final Map<String, String> environment;

  Shell(Path log, Map<String, String> environment) throws IOException {
    this.log = log;
    this.environment = Map.copyOf(environment);
    Files.createDirectories(log.toAbsolutePath().getParent());
  }

  Shell(Path log) throws IOException {
    this(log, Map.of());
  }

  /// @return what went wrong, or nothing
  Optional<String> run(Duration limit, Path folder, List<String> command)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    ProcessBuilder builder = new ProcessBuilder(Cores.everywhere(command))
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String words = String.join(" ", command);
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return Optional.of("'" + words + "' took more than " + limit.toSeconds() + " s");
    }
    if (process.exitValue() == 0) {
      return Optional.empty();
    }
    return Optional.of("'" + words + "' failed: " + lastLine() + " (" + log + ")");
  }

  /// The first line that a command prints, or a question mark.
  static String firstLine(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text.lines().findFirst().orElse("?");
  }

  /// Whether a program is on the search path.
  static boolean has(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    for (String folder : path.split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private String lastLine() throws IOException {
    return Files.readString(log)
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((before, line) -> line)
        .orElse("it printed nothing");
  }
}
