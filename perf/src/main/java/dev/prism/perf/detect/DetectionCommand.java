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

  @Option(names = "--out", description = "the page to write; default: standard output")
  private @Nullable Path out;

  @Option(names = "--plots", description = "draw the plots into this folder instead")
  private @Nullable Path plots;

  @Override
  public Integer call() throws IOException {
    Path csv = scores;
    ScoreSource source = csv == null ? ScoreSource.synthetic() : ScoreSource.wildBench(csv);
    Path folder = plots;
    if (folder != null) {
      Plots.draw(folder, source);
      return 0;
    }
    Path file = scenarios;
    List<Scenario> played = file == null ? Scenario.likely(1, 40, 12) : Scenario.read(file);
    String page = new Page(source, played, CALIBRATIONS).write();
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
}
