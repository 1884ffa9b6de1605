package dev.prism.perf;

import dev.prism.perf.detect.DetectionCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of the measurements.
@Command(name = "perf", description = "Measures Prism and its peers.", mixinStandardHelpOptions = true, subcommands = {
    CompareCommand.class, DetectionCommand.class, LoadCommand.class, MockCommand.class,
    PassCommand.class, ProfileCommand.class})
public final class Perf {
  private Perf() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Perf()).execute(arguments));
  }
}
