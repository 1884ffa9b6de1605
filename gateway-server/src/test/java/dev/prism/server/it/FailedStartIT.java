package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A start that fails for a reason nobody thought of ends the process: half a gateway, its admin plane missing,
/// would never be started again by what watches over it.
class FailedStartIT {
  @Test
  void aStartWithABrokenPartSaysSoAndEnds(@TempDir Path folder) throws IOException {
    Path part = folder.resolve("io/javalin/Javalin.class");
    Files.createDirectories(part.getParent());
    Files.createFile(part);
    GatewayYaml yaml = GatewayYaml.empty()
        .provider("sim", "{ adapter: simulated }")
        .route("demo", "{ only: { provider: sim, model: s } }", "{ primary: only }");
    String broken = folder + File.pathSeparator + System.getProperty("java.class.path");
    assertThatThrownBy(() -> GatewayProcess.start(yaml, "-cp", broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with 1")
        .hasMessageContaining("Prism ends")
        .hasMessageContaining("ClassFormatError");
  }
}
