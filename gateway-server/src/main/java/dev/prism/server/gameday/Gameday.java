package dev.prism.server.gameday;

import dev.prism.incident.detect.DetectSettings;
import dev.prism.incident.detect.DetectorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Plays many nights and says how they went.
public final class Gameday {
  private static final int NIGHTS = 100;

  private final List<Scenario> scenarios;
  private final Marks marks;
  private final long seed;

  /// Hears of progress.
  public interface Progress {
    void played(int done, int of, String night);
  }

  /// How the nights are played.
  public sealed interface How {
    /// The deciding parts alone, a day after each onset.
    ///
    /// @param anchors whether the nights are played again with other detectors
    record InParts(boolean anchors) implements How {}

    /// A whole gateway behind loopback HTTP, as fast as it goes.
    ///
    /// @param minutes after each onset
    record Http(int minutes) implements How {}

    /// The same in real time, all nights at once.
    record RealTime(int minutes) implements How {}
  }

  private Gameday(List<Scenario> scenarios, Marks marks, long seed) {
    this.scenarios = scenarios;
    this.marks = marks;
    this.seed = seed;
  }

  /// @param file   of scenarios, null for nights of one's own
  /// @param scores of a published judge, null for made up ones
  /// @throws IOException if a file cannot be read
  public static Gameday of(@Nullable Path file, @Nullable Path scores, long seed)
      throws IOException {
    return new Gameday(file == null ? Scenario.seeded(seed, NIGHTS) : Scenario.read(file),
        scores == null ? Marks.madeUp() : Marks.published(scores), seed);
  }

  /// At most so many of the nights, evenly chosen from the first on.
  public Gameday some(int most) {
    int count = Math.min(most, scenarios.size());
    List<Scenario> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(scenarios.get((int) ((long) i * scenarios.size() / count)));
    }
    return new Gameday(chosen, marks, seed);
  }

  /// Only nights with trouble.
  public Gameday troubled() {
    return new Gameday(scenarios.stream().filter(it -> !it.isNull()).toList(), marks, seed);
  }

  /// @param folder for golden sets and stores; what is written there may be deleted afterwards
  /// @return the table, as Markdown
  public String play(How how, Path folder, Progress progress)
      throws IOException, InterruptedException {
    List<WallTimes> times = new ArrayList<>();
    GamedayTable table = new GamedayTable(
        play(how, Crowd.detection(), folder.resolve("betting"), progress, times), seed);
    StringBuilder text = new StringBuilder(table.markdown()).append(WallTimes.table(times));
    if (how instanceof How.InParts(boolean anchors) && anchors) {
      AnchorTable others = new AnchorTable(seed);
      others.add("**betting, cohorts, sampling turned up**", table.nights());
      for (Map.Entry<String, DetectorSettings> anchor : Anchors.all().entrySet()) {
        others.add(anchor.getKey(),
            play(how, Crowd.detection(anchor.getValue()),
                folder.resolve(anchor.getValue().label() + anchor.getKey().hashCode()), progress,
                new ArrayList<>()));
      }
      text.append('\n').append(others.markdown());
    }
    return text.toString();
  }

  private List<NightResult> play(How how, DetectSettings detect, Path folder, Progress progress,
      List<WallTimes> times) throws IOException, InterruptedException {
    List<NightResult> results = new ArrayList<>();
    try (ExecutorService threads = threads(how)) {
      List<Future<NightResult>> playing = new ArrayList<>();
      for (Scenario scenario : scenarios) {
        WallTimes time = new WallTimes();
        times.add(time);
        playing.add(threads.submit(() -> night(scenario, how, detect, folder, time)));
      }
      for (Future<NightResult> each : playing) {
        results.add(each.get());
        progress.played(results.size(), scenarios.size(), results.getLast().line());
      }
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case IOException unreadable -> throw unreadable;
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException(failed);
      }
    }
    return results;
  }

  private ExecutorService threads(How how) {
    return Executors.newFixedThreadPool(how instanceof How.RealTime
        ? scenarios.size()
        : Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
  }

  private NightResult night(Scenario scenario, How how, DetectSettings detect, Path folder,
      WallTimes time) throws IOException, InterruptedException {
    NightMarks judge = new NightMarks(scenario, marks, new SplittableRandom(scenario.seed() + 1));
    Path own = folder.resolve(scenario.id());
    Pace pace = switch (how) {
      case How.InParts _ -> Pace.virtual();
      case How.Http(int minutes) -> Pace.virtual(minutes);
      case How.RealTime(int minutes) -> Pace.real(minutes);
    };
    try (Stage stage = how instanceof How.InParts
        ? new InProcess(scenario, judge, own, NightRun.START, detect)
        : new OverHttp(scenario, judge, own, pace, time)) {
      return new NightRun(scenario, judge, stage, pace).run();
    }
  }
}
