package dev.prism.server.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `./prism`: the root of the command line. Exit codes: 0 ok, 1 the check failed, 2 bad usage or config.
@Command(name = "prism", mixinStandardHelpOptions = true, version = "prism 0.1.0", description = "An LLM gateway that contains its own incidents.", subcommands = {
    ServeCommand.class, ValidateCommand.class, PricesCommand.class, KeysCommand.class,
    ScanCommand.class, EvalCommand.class, GoldenCommand.class, DemoCommand.class,
    GamedayCommand.class})
public final class PrismCommand {
  private PrismCommand() {}

  /// Runs the command line and ends the process with its exit code, whatever threads have been started.
  static void main(String[] args) throws InterruptedException {
    int code = 1;
    try {
      code = run(args);
    } catch (RuntimeException | Error unforeseen) {
      LoggerFactory.getLogger(PrismCommand.class).error("Prism ends", unforeseen);
    }
    System.exit(code);
  }

  private static int run(String[] args) throws InterruptedException {
    Serving plain = Serving.ofPlain(args);
    return plain == null
        ? new CommandLine(new PrismCommand()).execute(args)
        : plain.run(new PrintWriter(System.out, true, Charset.defaultCharset()),
            new PrintWriter(System.err, true, Charset.defaultCharset()));
  }
}
