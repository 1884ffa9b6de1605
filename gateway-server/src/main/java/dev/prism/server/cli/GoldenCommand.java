package dev.prism.server.cli;

import dev.prism.evals.EvalSettings;
import dev.prism.evals.golden.GoldenEntry;
import dev.prism.evals.golden.GoldenFormat;
import dev.prism.evals.golden.GoldenGuard;
import dev.prism.evals.golden.GoldenSet;
import dev.prism.evals.golden.ImportDefaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./prism golden`: the golden set's entries in and out, in other tools' formats.
@Command(name = "golden", mixinStandardHelpOptions = true, description = "Lists, imports and exports the golden set.")
public final class GoldenCommand {
  private static final String FORMATS = "prism, promptfoo, openai-evals, inspect or deepeval.";

  @Spec
  private CommandSpec spec = CommandSpec.create();

  private interface Deed {
    int with(GoldenSet set) throws IOException;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "A line for each entry.")
  int list(@Option(names = "--golden", paramLabel = "DIR") @Nullable Path golden) {
    return on(golden, set -> {
      for (GoldenEntry entry : set.all()) {
        spec.commandLine()
            .getOut()
            .printf(Locale.ROOT, "%-30s %-20s %-14s %s%n", entry.id(), entry.route(),
                entry.incidentClass() == null ? "-" : entry.incidentClass(), entry.description());
      }
      return 0;
    });
  }

  @Command(name = "import", mixinStandardHelpOptions = true, description = "Adds a file's cases; all of them or, when one is refused, those before it.")
  int read(@Option(names = "--golden", paramLabel = "DIR") @Nullable Path golden,
      @Option(names = "--format", required = true, description = FORMATS) String format,
      @Option(names = "--route", required = true, description = "The route of cases that name none.") String route,
      @Option(names = "--mask", description = "Puts placeholders where scanners find something.") boolean mask,
      @Parameters(paramLabel = "FILE") Path file) {
    return on(golden, set -> {
      ImportDefaults defaults = new ImportDefaults(route,
          Instant.now().truncatedTo(ChronoUnit.SECONDS),
          System.getProperty("user.name", "unknown"));
      List<GoldenEntry> entries = GoldenFormat.of(format).read(Files.readString(file), defaults);
      for (GoldenEntry entry : entries) {
        set.add(mask ? GoldenGuard.masked(entry) : entry);
      }
      spec.commandLine().getOut().printf("%d entries are in %s%n", entries.size(), set.folder());
      return 0;
    });
  }

  @Command(name = "export", mixinStandardHelpOptions = true, description = "Prints the set in another tool's format.")
  int write(@Option(names = "--golden", paramLabel = "DIR") @Nullable Path golden,
      @Option(names = "--format", defaultValue = "promptfoo", description = FORMATS) String format,
      @Option(names = "--route") @Nullable String route) {
    return on(golden, set -> {
      spec.commandLine().getOut().print(GoldenFormat.of(format).write(set.find(route, null, null)));
      return 0;
    });
  }

  private int on(@Nullable Path golden, Deed deed) {
    try {
      int code = deed.with(new GoldenSet(golden == null ? EvalSettings.DEFAULT_GOLDEN : golden));
      spec.commandLine().getOut().flush();
      return code;
    } catch (IllegalArgumentException | IOException | UncheckedIOException problem) {
      spec.commandLine().getErr().println("prism: " + problem.getMessage());
      return 2;
    }
  }
}
