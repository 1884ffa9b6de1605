package dev.prism.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ValidateCommandTest {
  @TempDir
  private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void wholeConfigIsOkAndCounted() throws IOException {
    int exit = validate("""
        providers: { sim: { adapter: simulated } }
        routes: { demo: { targets: { stable: { provider: sim, model: m } } } }
        """);

    assertThat(exit).isZero();
    assertThat(out).hasToString("config ok: 1 route, 1 provider, 1 tenant\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyProblemIsPrintedAndTheExitCodeIsTwo() throws IOException {
    int exit = validate("""
        providers: { sim: { adapter: simulated } }
        server: { prot: 1 }
        routes: { demo: { targets: { stable: { provider: smi, model: m } } } }
        """);

    assertThat(exit).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines()).hasSize(3)
        .anyMatch(line -> line.contains("prism.yaml:2: server.prot: ")
            && line.endsWith("did you mean \"port\"?"))
        .anyMatch(line -> line.contains("prism.yaml:3: routes.demo.targets.stable.provider: ")
            && line.endsWith("did you mean \"sim\"?"))
        .anyMatch("2 problems"::equals);
  }

  private int validate(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("prism.yaml"), yaml);
    return new CommandLine(new ValidateCommand()).setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute("--config", file.toString());
  }
}
