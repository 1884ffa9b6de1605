package dev.prism.server.cli;

import dev.prism.providers.price.PriceBook;
import dev.prism.providers.price.PriceCheck;
import dev.prism.providers.price.PriceFile;
import dev.prism.providers.price.PriceImport;
import dev.prism.providers.price.PriceWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./prism prices`: keeps the price list up to date with the public tables.
@Command(name = "prices", mixinStandardHelpOptions = true, description = "Reads and compares public price tables.")
public final class PricesCommand implements Runnable {
  private static final Path DEFAULT = Path.of("conf", "prices.yaml");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /// Without a subcommand there is nothing to do but say which there are.
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(name = "import", mixinStandardHelpOptions = true, description = "Writes a public table in Prism's own format to the standard output.")
  int importTable(
      @Parameters(paramLabel = "FILE", description = "A JSON table of genai-prices, models.dev or LiteLLM.") Path file) {
    PriceBook book = table(file);
    if (book == null) {
      return 2;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(PriceWriter.write(book));
    out.flush();
    return 0;
  }

  @Command(name = "check", mixinStandardHelpOptions = true, description = "Compares the price list with a public table; exit 1 when a difference has no note.")
  int check(
      @Parameters(paramLabel = "FILE", description = "A JSON table of genai-prices, models.dev or LiteLLM.") Path file,
      @Option(names = "--list", description = "The price list; conf/prices.yaml unless given.") @Nullable Path list,
      @Option(names = "--on", description = "Compares the prices of this day; today unless given.") @Nullable LocalDate day) {
    PriceBook theirs = table(file);
    PriceBook ours = list(list == null ? DEFAULT : list);
    if (theirs == null || ours == null) {
      return 2;
    }
    PriceCheck check = PriceCheck.compare(ours, theirs,
        day == null ? LocalDate.now(ZoneOffset.UTC) : day);
    PrintWriter out = spec.commandLine().getOut();
    check.differences().forEach(difference -> out.println(difference.line()));
    long unexplained = check.differences().stream().filter(d -> d.note() == null).count();
    out.printf("%d models compared, %d prices differ, %d of them without a note%n",
        check.compared(), check.differences().size(), unexplained);
    out.flush();
    return check.failed() ? 1 : 0;
  }

  private @Nullable PriceBook table(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return PriceImport.read(file.getFileName().toString(), in);
    } catch (IOException | IllegalArgumentException problem) {
      return refuse(file, problem);
    }
  }

  private @Nullable PriceBook list(Path file) {
    try {
      return PriceFile.read(file);
    } catch (IOException | IllegalArgumentException problem) {
      return refuse(file, problem);
    }
  }

  private @Nullable PriceBook refuse(Path file, Exception problem) {
    String why = problem instanceof NoSuchFileException
        ? "there is no such file"
        : problem.getMessage();
    spec.commandLine().getErr().println("prism: cannot read " + file + ": " + why);
    return null;
  }
}
