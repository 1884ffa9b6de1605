package dev.prism.server.gameday;

import dev.prism.incident.GateClosed;
import dev.prism.incident.IncidentLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Plays many nights and says how they went.
public final class Gameday {
  private static final int NIGHTS = 100;

  private final List<Scenario> scenarios;
  private final long seed;

  /// Hears of progress.
  public interface Progress {
    void played(int done, int of);
  }

  private Gameday(List<Scenario> scenarios, long seed) {
    this.scenarios = scenarios;
    this.seed = seed;
  }

  /// @param file of scenarios, null for nights of one's own
  /// @throws IOException if the file cannot be read
  public static Gameday of(@Nullable Path file, long seed) throws IOException {
    return new Gameday(file == null ? Scenario.seeded(seed, NIGHTS) : Scenario.read(file), seed);
  }

  /// At most so many of the nights, from the first on.
  public Gameday first(int most) {
    return new Gameday(scenarios.subList(0, Math.min(most, scenarios.size())), seed);
  }

  /// @param folder for golden sets; what is written there may be deleted afterwards
  /// @return the table, as Markdown
  public String play(Path folder, Progress progress) throws IOException, InterruptedException {
    List<NightResult> results = new ArrayList<>();
    try (ExecutorService threads = Executors
        .newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors() - 1))) {
      List<Future<NightResult>> playing = new ArrayList<>();
      for (Scenario scenario : scenarios) {
        playing.add(threads.submit(() -> new NightRun(scenario).run(folder)));
      }
      for (Future<NightResult> each : playing) {
        results.add(each.get());
        progress.played(results.size(), scenarios.size());
      }
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case IOException unreadable -> throw unreadable;
        case IncidentLog.Unavailable away -> throw new IllegalStateException(away);
        case GateClosed closed -> throw new IllegalStateException(closed);
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException(failed);
      }
    }
    return new GamedayTable(results, seed).markdown();
  }
}
