package dev.prism.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysCommandTest {
  @TempDir
  private Path folder;
  private Path config;
  private String out = "";
  private String err = "";

  @BeforeEach
  void write() throws Exception {
    config = folder.resolve("prism.yaml");
    Files.writeString(config, """
        store: { url: "sqlite:%s" }
        providers: { sim: { adapter: simulated } }
        routes: { demo: { targets: { stable: { provider: sim, model: sim-small } } } }
        tenants: { default: { open: true } }
        """.formatted(folder.resolve("data/prism.db")));
  }

  @Test
  void aKeyIsPrintedOnceListedByIdAndRevoked() {
    assertThat(run("create", "--tenant", "default", "--label", "laptop")).as(err).isZero();
    String key = out.strip();
    assertThat(key).startsWith("sk-prism-");
    assertThat(run("list")).isZero();
    assertThat(out).contains("default", "laptop").doesNotContain(key);
    String id = out.lines().skip(1).findFirst().orElse("").split(" ", 2)[0];
    assertThat(run("revoke", id)).as(err).isZero();
    assertThat(run("revoke", id)).isEqualTo(1);
  }

  @Test
  void aTenantThatIsNotConfiguredGetsNoKey() {
    assertThat(run("create", "--tenant", "acmee")).isEqualTo(2);
    assertThat(err).contains("default");
    assertThat(run("create")).as("no tenant").isEqualTo(2);
  }

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--config");
    all.add(config.toString());
    StringWriter written = new StringWriter();
    StringWriter complained = new StringWriter();
    int code = new CommandLine(new KeysCommand()).setOut(new PrintWriter(written, true))
        .setErr(new PrintWriter(complained, true))
        .execute(all.toArray(String[]::new));
    out = written.toString();
    err = complained.toString();
    return code;
  }
}
