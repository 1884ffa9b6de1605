package dev.prism.server.it;

import dev.prism.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A gateway in a process of its own, as `./prism serve` runs it: for what a signal, a limit of the virtual
/// machine or the memory of the whole process has to show.
final class GatewayProcess implements AutoCloseable {
  private static final String SERVES = "Prism serves on http://127.0.0.1:";
  private static final String ADMIN = "admin plane on http://127.0.0.1:";
  private final Process process;
  private final Path folder;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private GatewayProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    reader = Thread.ofVirtual().start(this::read);
  }

  /// @param options of the virtual machine; a class path among them stands for the test's own
  /// @throws IOException if it ends before it listens; the message has its exit code and what it said
  static GatewayProcess start(GatewayYaml yaml, String... options) throws IOException {
    Path folder = Files.createTempDirectory("prism-process");
    Path config = Files.writeString(folder.resolve("prism.yaml"), yaml.text(folder));
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(options));
    command.addAll(
        List.of("dev.prism.server.cli.PrismCommand", "serve", "--config", config.toString()));
    GatewayProcess started = new GatewayProcess(
        new ProcessBuilder(command).redirectErrorStream(true).start(), folder);
    try {
      Await.until("the gateway listens or ends", Duration.ofSeconds(60),
          () -> !started.reader.isAlive()
              || started.output.stream().anyMatch(l -> l.contains(ADMIN)));
      if (!started.reader.isAlive()) {
        Await.until("it has ended", Duration.ofSeconds(10), () -> !started.process.isAlive());
        throw new IOException(
            "the gateway ended with " + started.process.exitValue() + ": " + started.output);
      }
      return started;
    } catch (IOException | AssertionError failed) {
      started.close();
      throw failed;
    }
  }

  private void read() {
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
      }
    } catch (IOException ended) {
      output.add("the output broke: " + ended.getMessage());
    }
  }

  int port() {
    return number(SERVES);
  }

  int adminPort() {
    return number(ADMIN);
  }

  private int number(String after) {
    String line = output.stream().filter(l -> l.contains(after)).findFirst().orElseThrow();
    String rest = line.substring(line.indexOf(after) + after.length());
    int end = 0;
    while (end < rest.length() && Character.isDigit(rest.charAt(end))) {
      end++;
    }
    return Integer.parseInt(rest, 0, end, 10);
  }

  /// What it has printed and logged so far.
  List<String> output() {
    return List.copyOf(output);
  }

  /// The folder that it may write to.
  Path folder() {
    return folder;
  }

  /// The memory that the system has given to the process, in KiB.
  long residentKib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.substring(6, line.length() - 2).strip());
      }
    }
    throw new IOException("no VmRSS");
  }

  /// The files that it has mapped into its memory, among them its native libraries.
  String mappedFiles() throws IOException {
    return Files.readString(Path.of("/proc/" + process.pid() + "/maps"));
  }

  /// Sends SIGKILL; returns at once.
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /// Sends SIGTERM; returns at once.
  void terminate() {
    process.destroy();
  }

  /// The exit code, which must come within this time.
  int exitCode(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + limit);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    TestGateway.delete(folder);
  }
}
