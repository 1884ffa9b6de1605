package dev.prism.perf.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs the benchmark once and writes its page, or draws the plots.
@Command(name = "detection", mixinStandardHelpOptions = true, description = "All detectors on the same scores; or plots of detection.")
public final class DetectionCommand implements Callable<Integer> {
  private static final int CALIBRATIONS = 6;

  @Spec
  private @Nullable CommandSpec spec;

  @Option(names = "--scenarios", description = "scenarios, one JSON object a line")
  private @Nullable Path scenarios;

  @Option(names = "--scores", description = "WildBench's judges' scores, as CSV")
  private @Nullable Path scores;

  @Option(names = "--texts", description = "the folder of CLINC150, for the questions; default: `clinc150` beside the scores, else made-up ones")
  private @Nullable Path texts;

  @Option(names = "--out", description = "the page to write; default: standard output")
  private @Nullable Path out;

  @Option(names = "--plots", description = "draw the plots into this folder instead")
  private @Nullable Path plots;

  @Override
  public Integer call() throws IOException {
    Path csv = scores;
    World world = new World(csv == null ? ScoreSource.synthetic() : ScoreSource.wildBench(csv),
        requests(csv), true);
    Path folder = plots;
    if (folder != null) {
      Plots.draw(folder, world);
      return 0;
    }
    Path file = scenarios;
    List<Scenario> played = file == null ? Scenario.likely(1, 40, 12) : Scenario.read(file);
    String page = new Page(world, played, CALIBRATIONS).write();
    Path target = out;
    if (target == null) {
      CommandSpec known = spec;
      if (known != null) {
        known.commandLine().getOut().println(page);
      }
    } else {
      Files.writeString(target, page);
    }
    return 0;
  }

  private Requests requests(@Nullable Path csv) throws IOException {
    Path given = texts;
    Path folder = given == null && csv != null ? csv.resolveSibling("clinc150") : given;
    return folder == null || (given == null && !Files.exists(folder))
        ? Requests.synthetic()
        : Requests.clinc(folder);
  }
}
