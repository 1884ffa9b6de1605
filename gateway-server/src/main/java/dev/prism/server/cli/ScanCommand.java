package dev.prism.server.cli;

import dev.prism.exchange.RailVerdict;
import dev.prism.scanners.Finding;
import dev.prism.scanners.Rail;
import dev.prism.scanners.RailEngine;
import dev.prism.scanners.RailReport;
import dev.prism.scanners.ScanContext;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.ScannerCatalog;
import dev.prism.scanners.Segment;
import dev.prism.scanners.Stage;
import dev.prism.scanners.corpus.ScanCorpus;
import dev.prism.scanners.remote.RemoteSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./prism scan`: what the scanners say of a text, or how good they are on labelled ones.
@Command(name = "scan", mixinStandardHelpOptions = true, description = "Shows what the scanners say of a text; with --corpus, how good they are.")
public final class ScanCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 64 << 20;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--rail", description = "input, retrieval or output; output unless given.")
  private String railName = "output";

  @Option(names = "--corpus", description = "A folder with SCANNER/*.jsonl or *.jsonl.gz: prints recall and false-positive rate.")
  private @Nullable Path corpus;

  @Option(names = "--json", description = "Prints the figures of --corpus as JSON.")
  private boolean json;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "A text file, or - for the standard input.")
  private @Nullable Path file;

  /// @return 1 when something in the text was found, 2 when there is nothing to read
  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      int code = corpus != null ? measure(corpus, out) : file != null ? scan(file, out) : usage();
      out.flush();
      return code;
    } catch (IOException problem) {
      spec.commandLine().getErr().println("prism: cannot read: " + problem.getMessage());
      return 2;
    }
  }

  private int usage() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return 2;
  }

  private @Nullable Stage stage() {
    for (Stage stage : Stage.values()) {
      if (stage.label().equals(railName)) {
        return stage;
      }
    }
    return null;
  }

  private int measure(Path folder, PrintWriter out) throws IOException {
    if (ScanCorpus.run(folder, json, out) > 0) {
      return 0;
    }
    spec.commandLine()
        .getErr()
        .println("prism: no folder in " + folder + " is named like a scanner");
    return 2;
  }

  /// Those that need no other service.
  private static List<String> local(ScannerCatalog catalog) {
    return catalog.names()
        .stream()
        .filter(name -> catalog.settings(name) != RemoteSettings.class)
        .toList();
  }

  private int scan(Path from, PrintWriter out) throws IOException {
    Stage rail = stage();
    if (rail == null) {
      spec.commandLine().getErr().println("prism: --rail is input, retrieval or output");
      return 2;
    }
    byte[] bytes = from.toString().equals("-")
        ? System.in.readNBytes(MOST_BYTES)
        : Files.readAllBytes(from);
    String text = new String(bytes, StandardCharsets.UTF_8);
    Segment.Kind kind = rail == Stage.RETRIEVAL ? Segment.Kind.RETRIEVED : Segment.Kind.USER;
    ScannerCatalog catalog = ScannerCatalog.load();
    RailEngine engine = RailEngine.compile(catalog, List.of(new Rail("scan", rail, local(catalog),
        null, Rail.Action.FLAG, null, null, null, null, null, null, null)));
    RailReport report = engine.check(rail, ScanText.of(text, kind), ScanContext.of("command-line"));
    for (RailVerdict entry : report.entries()) {
      out.printf(Locale.ROOT, "%-18s %-24s score %.2f  %d us%n", entry.scanner(), entry.rule(),
          entry.score(), entry.micros());
    }
    for (Finding finding : report.findings()) {
      out.printf(Locale.ROOT, "  %s/%s at %d-%d score %.2f%s%n", finding.scanner(), finding.type(),
          finding.start(), finding.end(), finding.score(), finding.certain() ? " certain" : "");
    }
    if (!report.triggered()) {
      out.println("nothing found");
    }
    return report.triggered() ? 1 : 0;
  }
}
