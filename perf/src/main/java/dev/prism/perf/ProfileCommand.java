package dev.prism.perf;

import dev.prism.perf.load.Generator;
import dev.prism.perf.load.Meter;
import dev.prism.perf.mock.MockUpstream;
import dev.prism.perf.peers.JavaHome;
import dev.prism.perf.peers.Running;
import dev.prism.perf.peers.Subject;
import dev.prism.perf.peers.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perf/profile`: where a Java subject spends its time and what it allocates.
@Command(name = "profile", mixinStandardHelpOptions = true, description = "Records a Java subject under load with JDK Flight Recorder and prints its top "
    + "frames.")
final class ProfileCommand implements Callable<Integer> {
  private static final List<String> VIEWS = List.of("hot-methods", "allocation-by-site",
      "allocation-by-class", "gc-pauses");

  @Option(names = "--subject", description = "default ${DEFAULT-VALUE}")
  private String subject = "prism";

  @Option(names = "--work", paramLabel = "KIND[@NUMBER]", description = "default ${DEFAULT-VALUE}")
  private String work = "1k@64";

  @Option(names = "--seconds", description = "recorded (default ${DEFAULT-VALUE})")
  private int seconds = 15;

  @Option(names = "--warmup-seconds", description = "default ${DEFAULT-VALUE}")
  private int warmupSeconds = 10;

  @Option(names = "--home", defaultValue = "${env:PRISM_HOME:-.}")
  private Path home = Path.of(".");

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(Work.parse(work, Duration.ofSeconds(warmupSeconds),
        Duration.ofSeconds(seconds)) instanceof Work.Steady steady)) {
      throw new IllegalArgumentException("a steady work is wanted: 1k, 16k, 100k, stream, rate");
    }
    Path root = home.toAbsolutePath().normalize();
    Plan plan = new Plan(root, Plan.usualCache(), List.of(steady), 1, Duration.ZERO, 0, 19_000);
    Subject profiled = Subjects.named(subject);
    Optional<String> absent = profiled.install(plan.place(profiled, 1));
    if (absent.isPresent()) {
      System.err.println(absent.get());
      return 1;
    }
    Path recording = plan.results().resolve("profile-" + subject + ".jfr");
    Files.deleteIfExists(recording);
    try (MockUpstream mock = new MockUpstream(plan.firstPort());
        Generator generator = new Generator();
        Running running = Running.start(profiled, plan.place(profiled, 1), plan.subjectCore())) {
      mock.behave(steady.behaviour());
      Meter recorder = new Recorder(running.javaPid(), recording);
      System.out.println(Json.line(
          generator.run(steady.load(), running.destination(steady.load().stream()), recorder)));
    }
    for (String view : VIEWS) {
      tool("jfr", "view", "--width", "150", "--cell-height", "3", view, recording.toString());
    }
    System.out.println("The recording: " + recording);
    return 0;
  }

  private static void tool(String name, String... arguments) {
    try {
      List<String> command = new ArrayList<>(List.of(JavaHome.program(name)));
      command.addAll(List.of(arguments));
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException failed) {
      System.err.println(name + ": " + failed.getMessage());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts and ends the recording with the window, so that start and warm-up are not in it.
  private record Recorder(long pid, Path file) implements Meter {
    @Override
    public void begin() {
      tool("jcmd", Long.toString(pid), "JFR.start", "name=perf", "settings=profile");
    }

    @Override
    public void end() {
      tool("jcmd", Long.toString(pid), "JFR.stop", "name=perf", "filename=" + file);
    }
  }
}
