package dev.prism.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.conf.ConfigResult;
import dev.prism.evals.golden.Assertion;
import dev.prism.evals.golden.GoldenEntry;
import dev.prism.evals.golden.GoldenSet;
import dev.prism.server.ConfigSource;
import dev.prism.server.GatewayServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvalCommandTest {
  private static final String LEAK = "The customer is jane.doe@gmail.com.";
  /// Its candidate leaks.
  private static final String CONFIG = """
      server: { port: 0 }
      admin: { port: 0 }
      store: { url: "sqlite:FOLDER/prism.db" }
      providers:
        sim:
          adapter: simulated
          simulated:
            first-token: 0ms
            per-token: 0ms
            behaviours: { leak: { model: sim-large, rate: 1, says: "LEAK" } }
      routes:
        refund-agent:
          targets:
            stable: { provider: sim, model: sim-small }
            candidate: { provider: sim, model: sim-large }
          strategy: { primary: stable }
          safe: [stable]
      """;

  @TempDir
  private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path config = Path.of("");
  private GoldenSet set = new GoldenSet(Path.of(""));

  @BeforeEach
  void oneCase() throws IOException {
    config = Files.writeString(folder.resolve("prism.yaml"),
        CONFIG.replace("FOLDER", folder.toString()).replace("LEAK", LEAK));
    set = new GoldenSet(folder.resolve("golden"));
    set.add(GoldenEntry.of("no-pii", "refund-agent", "Who is the customer?",
        List.of(new Assertion.ScannerFree(List.of("pii"))), Instant.parse("2026-11-27T02:00:00Z"),
        "sam"));
  }

  private int eval(String... more) {
    List<String> args = new ArrayList<>(List.of("--config", config.toString(), "--golden",
        set.folder().toString(), "--junit", folder.resolve("eval.xml").toString()));
    args.addAll(List.of(more));
    return new CommandLine(new EvalCommand()).setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args.toArray(String[]::new));
  }

  @Test
  void itFailsOnTheBadTargetAndPassesOnTheGoodOne() throws IOException {
    assertThat(eval("--target", "candidate")).as("%s%s", out, err).isEqualTo(1);
    assertThat(out.toString()).contains("FAIL   no-pii")
        .contains("scanner-free: found pii/email")
        .doesNotContain("jane.doe");
    assertThat(Files.readString(folder.resolve("eval.xml"))).contains("<failure message=")
        .doesNotContain("jane.doe");
    assertThat(eval("--target", "stable")).as("%s%s", out, err).isZero();
    assertThat(eval()).as("%s%s", out, err).isZero();
    assertThat(Files.exists(folder.resolve("prism.db"))).as("the store of the config").isFalse();
  }

  @Test
  void aGatewayThatRunsIsAskedThroughAFlipOfThisSessionAlone() {
    ConfigSource source = new ConfigSource(config, Map.of(), null, null);
    if (!(source.read() instanceof ConfigResult.Loaded(var loaded))) {
      throw new AssertionError(source.read());
    }
    try (GatewayServer server = GatewayServer.start(loaded, source)) {
      String[] at = {"--url", "http://127.0.0.1:" + server.port(), "--admin-url",
          "http://127.0.0.1:" + server.adminPort()};
      assertThat(eval(at[0], at[1])).as("%s%s", out, err).isZero();
      assertThat(eval(at[0], at[1], "--target", "candidate")).isEqualTo(2);
      assertThat(err.toString()).contains("needs --admin-url");
      assertThat(eval(at[0], at[1], at[2], at[3], "--target", "candidate")).as("%s%s", out, err)
          .isEqualTo(1);
      assertThat(eval(at[0], at[1])).as("the flip is gone").isZero();
    }
  }

  @Test
  void whatCannotBeRunIsBadUsage() {
    assertThat(eval("--route", "unheard-of")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no such entry");
    assertThat(eval("--runs", "99")).isEqualTo(2);
    assertThat(err.toString()).contains("runs must be between 1 and 15");
    assertThat(eval("--unheard-of")).isEqualTo(2);
  }

  @Test
  void aTargetThatIsNotThereIsAnErrorAndNoPass() {
    assertThat(eval("--target", "unheard-of")).isEqualTo(1);
    assertThat(out.toString()).contains("ERROR  no-pii").contains("model_not_found");
  }

  @Test
  void aBaselineOfAnotherJudgeIsRefused() throws IOException {
    assertThat(eval("--update-baseline")).isZero();
    Path baseline = set.folder().resolve("baseline.json");
    Files.writeString(baseline, Files.readString(baseline).replace("local@", "gpt-5@"));
    assertThat(eval()).isEqualTo(2);
    assertThat(err.toString()).contains("gpt-5@").contains("--update-baseline");
  }
}
