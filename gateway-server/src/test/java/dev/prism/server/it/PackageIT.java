package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PackageIT {
  @Test
  void theDatabasesNativeLibraryIsTakenFromThePackageAndNotUnpackedAtEachStart()
      throws IOException {
    Path jar = Path.of("target", "prism.jar").toAbsolutePath();
    GatewayYaml yaml = GatewayYaml.empty()
        .provider("sim", "{ adapter: simulated }")
        .route("demo", "{ only: { provider: sim, model: s } }", "{ primary: only }");
    try (GatewayProcess gateway = GatewayProcess.start(yaml, "-cp", jar.toString())) {
      assertThat(gateway.mappedFiles().lines().filter(it -> it.contains("sqlitejdbc"))).isNotEmpty()
          .allMatch(it -> it.contains(jar.resolveSibling("lib/native").toString()));
    }
  }
}
