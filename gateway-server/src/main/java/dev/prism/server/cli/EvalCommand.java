package dev.prism.server.cli;

import dev.prism.conf.ConfigResult;
import dev.prism.conf.GatewayConfig;
import dev.prism.evals.golden.AcceptedRun;
import dev.prism.evals.golden.AnswerCheck;
import dev.prism.evals.golden.Answers;
import dev.prism.evals.golden.EvalGate;
import dev.prism.evals.golden.EvalReport;
import dev.prism.evals.golden.GoldenEntry;
import dev.prism.evals.golden.GoldenSet;
import dev.prism.evals.golden.JudgeMemory;
import dev.prism.evals.golden.LiveRubrics;
import dev.prism.evals.golden.Reports;
import dev.prism.evals.golden.RubricScorer;
import dev.prism.exchange.Secret;
import dev.prism.server.ConfigSource;
import dev.prism.server.GatewayAnswers;
import dev.prism.server.GatewayServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./prism eval`: runs the golden set over HTTP, through the whole data plane, and says whether a change may
/// go out. It starts a gateway of its own from the config, on free ports and with a store of its own; with
/// `--url` it asks one that runs.
@Command(name = "eval", mixinStandardHelpOptions = true, description = "Runs the golden set: exit 0 when every entry passes, 1 when one does not.")
public final class EvalCommand implements Callable<Integer> {
  private static final long SPEAK_EVERY_NANOS = 2_000_000_000L;

  @Option(names = "--golden", paramLabel = "DIR", description = "The golden set; evals.golden of the config unless given.")
  private @Nullable Path golden;

  @Option(names = "--route", paramLabel = "R", description = "Only entries of this route.")
  private @Nullable String route;

  @Option(names = "--class", paramLabel = "C", description = "Only entries of this class.")
  private @Nullable String incidentClass;

  @Option(names = "--target", paramLabel = "T", description = "This target must answer, whatever the route's strategy says.")
  private @Nullable String target;

  @Option(names = "--config", paramLabel = "FILE", description = "The configuration file; conf/prism.yaml unless given.")
  private @Nullable Path config;

  @Option(names = "--url", paramLabel = "URL", description = "A gateway that runs, such as http://127.0.0.1:8080; its key in PRISM_API_KEY.")
  private @Nullable URI url;

  @Option(names = "--admin-url", paramLabel = "URL", description = "Its admin plane, for --target; a token in PRISM_ADMIN_TOKEN.")
  private @Nullable URI adminUrl;

  @Option(names = "--runs", paramLabel = "N", description = "Runs of each entry; the majority decides. Default ${DEFAULT-VALUE}.")
  private int runs = EvalGate.Settings.DEFAULT_RUNS;

  @Option(names = "--parallel", paramLabel = "N", description = "Requests at once. Default ${DEFAULT-VALUE}.")
  private int parallel = EvalGate.Settings.DEFAULT.parallel();

  @Option(names = "--junit", paramLabel = "FILE", description = "Where the JUnit XML goes. Default ${DEFAULT-VALUE}.")
  private Path junit = Path.of("prism-eval.xml");

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report as JSON too.")
  private @Nullable Path json;

  @Option(names = "--update-baseline", description = "Accepts this run, and its judge, as what later runs are compared with.")
  private boolean updateBaseline;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /// @return 0 when all pass, 1 when one does not, 2 when nothing could be run
  @Override
  public Integer call() throws InterruptedException {
    try {
      Path file = config == null && Files.exists(Serving.DEFAULT) ? Serving.DEFAULT : config;
      return switch (new ConfigSource(file, System.getenv(), null, null).read()) {
        case ConfigResult.Rejected rejected -> {
          rejected.problems().forEach(problem -> say(problem.toString()));
          yield 2;
        }
        case ConfigResult.Loaded(GatewayConfig loaded) -> run(loaded);
      };
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException
        | IOException problem) {
      say("prism: " + problem.getMessage());
      return 2;
    }
  }

  private int run(GatewayConfig loaded) throws IOException, InterruptedException {
    GoldenSet set = new GoldenSet(golden == null ? loaded.evals().golden() : golden);
    List<GoldenEntry> entries = set.find(route, incidentClass, null);
    if (entries.isEmpty()) {
      say("prism: there is no such entry in " + set.folder()
          + "; a postmortem adds one, and so does ./prism golden import");
      return 2;
    }
    EvalGate.Settings settings = new EvalGate.Settings(runs, parallel,
        EvalGate.Settings.DEFAULT.limit());
    if (url != null) {
      return running(set, entries, settings, url, new LiveRubrics(loaded.evals(), null));
    }
    Path folder = Files.createTempDirectory("prism-eval");
    try (GatewayServer server = GatewayServer.start(loaded.forExamination(folder),
        new ConfigSource(null, Map.of(), null, null))) {
      return grade(set, entries, settings, server.answers(), server.rubrics());
    } finally {
      remove(folder);
    }
  }

  private int running(GoldenSet set, List<GoldenEntry> entries, EvalGate.Settings settings, URI at,
      RubricScorer rubrics) throws IOException, InterruptedException {
    String session = "prism-eval-" + UUID.randomUUID();
    Answers answers = GatewayAnswers.outside(at, secret("PRISM_API_KEY"), session);
    if (target == null) {
      return grade(set, entries, settings, answers, rubrics);
    }
    if (adminUrl == null) {
      say("prism: --target on a gateway that runs needs --admin-url, to flip this run's session to it");
      return 2;
    }
    try (SessionFlips flips = new SessionFlips(adminUrl, secret("PRISM_ADMIN_TOKEN"), session)) {
      for (String each : entries.stream().map(GoldenEntry::route).distinct().toList()) {
        flips.flip(each, target);
      }
      return grade(set, entries, settings, answers, rubrics);
    }
  }

  private int grade(GoldenSet set, List<GoldenEntry> entries, EvalGate.Settings settings,
      Answers answers, RubricScorer rubrics) throws IOException, InterruptedException {
    JudgeMemory memory = JudgeMemory.in(set.folder().resolve(".judge"));
    AnswerCheck check = new AnswerCheck(rubrics, memory);
    EvalReport report;
    try {
      report = new EvalGate(answers, check, settings).run(entries, target,
          updateBaseline ? AcceptedRun.NONE : AcceptedRun.in(set.folder()), progress());
    } catch (EvalGate.JudgeChanged changed) {
      say("prism: " + changed.getMessage());
      return 2;
    }
    memory.save();
    spec.commandLine().getOut().print(Reports.table(report));
    spec.commandLine().getOut().flush();
    write(junit, Reports.junit(report));
    if (json != null) {
      write(json, Reports.json(report).toPrettyString() + "\n");
    }
    if (updateBaseline) {
      AcceptedRun.of(report).save(set.folder());
    }
    return report.passed() ? 0 : 1;
  }

  private static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text);
  }

  /// A line every two seconds, so that a short run says nothing.
  private EvalGate.Progress progress() {
    long[] spoken = {System.nanoTime()};
    return (done, of) -> {
      synchronized (spoken) {
        if (done < of && System.nanoTime() - spoken[0] > SPEAK_EVERY_NANOS) {
          spoken[0] = System.nanoTime();
          say("prism: " + done + " of " + of + " entries");
        }
      }
    };
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  private static @Nullable Secret secret(String variable) {
    String value = System.getenv(variable);
    return value == null || value.isBlank() ? null : new Secret(value);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
