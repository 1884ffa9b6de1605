package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A start that fails for a reason nobody thought of ends the process: half a gateway, its admin plane missing,
/// would never be started again by what watches over it.
class FailedStartIT {
  @TempDir
  private Path folder;

  @Test
  void aStartWithoutAPartOfItselfSaysSoAndEnds() throws Exception {
    Path config = Files.writeString(folder.resolve("prism.yaml"),
        GatewayYaml.empty()
            .provider("sim", "{ adapter: simulated }")
            .route("demo", "{ only: { provider: sim, model: s } }", "{ primary: only }")
            .text(folder));
    String whole = System.getProperty("surefire.real.class.path",
        System.getProperty("java.class.path"));
    String part = Arrays.stream(whole.split(File.pathSeparator))
        .filter(each -> !each.contains("javalin"))
        .collect(Collectors.joining(File.pathSeparator));
    Path said = folder.resolve("said");
    Process process = new ProcessBuilder(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp", part,
            "dev.prism.server.cli.PrismCommand", "serve", "--config", config.toString()))
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String output = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("%s", output).isEqualTo(1);
    assertThat(output).contains("Prism ends").contains("NoClassDefFoundError");
  }
}
