package dev.prism.server.cli;

import dev.prism.server.gameday.Gameday;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./prism gameday`: plays seeded nights on a virtual clock and prints how they went.
@Command(name = "gameday", mixinStandardHelpOptions = true, description = "Replays seeded incidents against the real detection and containment code, in simulated time.")
public final class GamedayCommand implements Callable<Integer> {
  @Option(names = "--seed", description = "Makes a run repeatable; 1 unless given.")
  private long seed = 1;

  @Option(names = "--scenarios", description = "Nights from a file of JSON Lines instead of seeded ones.")
  private @Nullable Path scenarios;

  @Option(names = "--scores", description = "A published judge's scores (WildBench's CSV) instead of made-up ones.")
  private @Nullable Path scores;

  @Option(names = "--most", description = "Plays at most so many of them, evenly chosen.")
  private int most = Integer.MAX_VALUE;

  @Option(names = "--anchors", description = "Plays the nights again with other detectors, for comparison.")
  private boolean anchors;

  @Option(names = "--http", description = "Plays each night on a whole gateway behind loopback HTTP.")
  private boolean http;

  @Option(names = "--minutes", description = "With --http: so long after each onset; 60 unless given.")
  private int minutes = 60;

  @Option(names = "--real-time", description = "Plays so many minutes of each night in real time over HTTP, all at once; nights with trouble only.")
  private int realTime;

  @Option(names = "--out", description = "Writes the table there too.")
  private @Nullable Path out;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      Path folder = Files.createTempDirectory("prism-gameday");
      try {
        String table = nights().play(how(), folder, (done, of, night) -> {
          err.println(done + "/" + of + " " + night);
          err.flush();
        });
        spec.commandLine().getOut().println(table);
        spec.commandLine().getOut().flush();
        if (out != null) {
          Files.writeString(out, table);
        }
        return 0;
      } finally {
        delete(folder);
      }
    } catch (IOException | IllegalArgumentException problem) {
      err.println("prism: " + problem.getMessage());
      return 2;
    }
  }

  private Gameday nights() throws IOException {
    Gameday all = Gameday.of(scenarios, scores, seed);
    return (realTime > 0 ? all.troubled() : all).some(most);
  }

  private Gameday.How how() {
    if (realTime > 0) {
      return new Gameday.How.RealTime(realTime);
    }
    return http ? new Gameday.How.Http(minutes) : new Gameday.How.InParts(anchors);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
