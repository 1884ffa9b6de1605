package dev.prism.perf.peers;

import dev.prism.perf.load.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A subject that was started and has answered. Closing stops it and all that it started.
public final class Running implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private final Subject subject;
  private final Launch launch;
  private final @Nullable Process process;
  private final Duration toFirstReply;

  private Running(Subject subject, Launch launch, @Nullable Process process,
      Duration toFirstReply) {
    this.subject = subject;
    this.launch = launch;
    this.process = process;
    this.toFirstReply = toFirstReply;
  }

  /// Starts a subject on a core and waits for its first reply with status 200.
  ///
  /// @throws IOException when it ends or does not answer in time
  public static Running start(Subject subject, Place place, int core)
      throws IOException, InterruptedException {
    place.clear();
    Launch launch = subject.launch(place);
    if (launch.command().isEmpty()) {
      return new Running(subject, launch, null, Duration.ZERO);
    }
    Path log = place.run().resolve(subject.name() + ".log");
    ProcessBuilder builder = new ProcessBuilder(Cores.on(core, launch.command()))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .directory(place.run().toFile());
    builder.environment().putAll(launch.environment());
    long started = System.nanoTime();
    Process process = builder.start();
    Running running = new Running(subject, launch, process, Duration.ZERO);
    // A comparison that is interrupted must not leave subjects behind.
    Runtime.getRuntime().addShutdownHook(new Thread(running::close));
    try {
      FirstReply.await(launch.whole(), PATIENCE, process::isAlive);
    } catch (IOException silent) {
      running.close();
      throw new IOException(subject.name() + ": " + silent.getMessage() + "; see " + log, silent);
    }
    return new Running(subject, launch, process, Duration.ofNanos(System.nanoTime() - started));
  }

  public String name() {
    return subject.name();
  }

  public Destination destination(boolean stream) {
    return launch.destination(stream);
  }

  /// From starting the process to its first reply with status 200.
  public Duration toFirstReply() {
    return toFirstReply;
  }

  /// Whether there is a process to watch.
  public boolean hasProcess() {
    return process != null;
  }

  /// CPU time of the process and all below it, in microseconds.
  public long cpuMicros() {
    return tree().map(ProcFiles::cpuMicros).sum();
  }

  /// Memory that the processes have now, in kilobytes.
  public long residentKilobytes() {
    return tree().map(pid -> ProcFiles.kilobytes(pid, "VmRSS")).sum();
  }

  /// The most memory that each process has had, in kilobytes.
  public long peakKilobytes() {
    return tree().map(pid -> ProcFiles.kilobytes(pid, "VmHWM")).sum();
  }

  /// The first Java process of the subject, for tools that attach to it; 0 when there is none.
  public long javaPid() {
    return tree().filter(pid -> ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().command())
        .filter(program -> program.endsWith("java"))
        .isPresent()).findFirst().orElse(0);
  }

  private LongStream tree() {
    if (process == null) {
      return LongStream.empty();
    }
    return LongStream.concat(LongStream.of(process.pid()),
        process.descendants().mapToLong(ProcessHandle::pid));
  }

  @Override
  public void close() {
    if (process == null) {
      return;
    }
    List<ProcessHandle> below = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    below.forEach(ProcessHandle::destroyForcibly);
  }
}
