package dev.prism.perf.detect;

import dev.prism.incident.Signal;
import dev.prism.incident.detect.StreamView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Two nights as pictures: a change that is found, and one that is left alone.
final class Plots {
  private static final int ONSET = 2_880;
  private static final int SHOWN_BEFORE = 360;
  private static final int SHOWN_AFTER = 360;
  private static final long SEED = 20_261_127;

  private Plots() {}

  static void draw(Path folder, World world) throws IOException {
    Files.createDirectories(folder);
    night(world, 1, new Change.Replaced(0.08, 0))
        .picture("Detected: 8 % of the answers break, the mean falls by 5 points")
        .write(folder.resolve("detected.png"));
    night(world, 2, null)
        .picture("Ignored: a daily wave of 2 points, and chance, at five scores a minute")
        .write(folder.resolve("ignored.png"));
  }

  private static Night night(World world, int which, @Nullable Change change) {
    Scenario scenario = new Scenario("plot", "plot", SEED + which, ONSET, 4_320, 100, 2, 0, change,
        1);
    Traffic traffic = new Traffic(scenario, world, ONSET + SHOWN_AFTER, 0);
    SimulatedClock clock = new SimulatedClock();
    Bench bench = new Bench(DetectionBenchmark.betting("plot", true, false).setup(), clock);
    Night night = new Night(ONSET, change != null);
    for (int minute = 0; minute < ONSET + SHOWN_AFTER; minute++) {
      double probability = bench.isBoosted() ? 0.5 : 0.05;
      int now = minute;
      clock.set(minute * 60_000L);
      List<Integer> scores = new ArrayList<>();
      traffic.minute(minute, probability, change, (_, points, _, asked) -> {
        bench.judged(points, probability, false, false, asked);
        scores.add(points);
      });
      clock.set((minute + 1) * 60_000L);
      bench.detection.tick();
      if (now >= ONSET - SHOWN_BEFORE) {
        StreamView view = bench.detection.streams().getFirst();
        night.add(now, scores, view);
      }
    }
    for (Signal signal : bench.signals) {
      if (signal instanceof Signal.ScoreDrop drop) {
        night.page(drop);
        break;
      }
    }
    return night;
  }
}
