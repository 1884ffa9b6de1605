package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.server.cli.DemoCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `./prism demo --once`, whole: what it tells is what happened.
class DemoIT {
  @Test
  void theBadNightGoesAsToldFromTheLeakToTheGoldenEntry(@TempDir Path folder) throws Exception {
    StringWriter told = new StringWriter();
    int code = new CommandLine(new DemoCommand()).setOut(new PrintWriter(told, true))
        .execute("--once", "--port", "0", "--admin-port", "0", "--folder", folder.toString());
    assertThat(code).as("%s", told).isZero();
    assertThat(told.toString()).contains("pii_leak S1")
        .contains("x-prism-fallback-used: true")
        .contains("x-prism-incident: inc-")
        .contains("Evaluated: absent")
        .contains("Canary at 5 %")
        .contains("Canary at 100 %")
        .contains("is closed");
    assertThat(Files.readString(folder.resolve("postmortem.md"))).contains("customer file")
        .doesNotContain("4111");
    assertThat(Files.readString(folder.resolve("golden").resolve("support.jsonl")))
        .contains("support-foreign-card")
        .doesNotContain("4111")
        .doesNotContain("jane.roe");
  }
}
