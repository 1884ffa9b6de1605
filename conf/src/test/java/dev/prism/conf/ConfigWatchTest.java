package dev.prism.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
  private static final long LIMIT_SECONDS = 20;

  @TempDir
  private Path folder;
  private final BlockingQueue<ConfigResult> told = new LinkedBlockingQueue<>();

  @Test
  void fileWrittenInPlaceIsToldOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("prism.yaml"), yaml(8081));
    try (ConfigWatch _ = ConfigWatch.start(file, Map.of(), told::add)) {
      Files.writeString(file, yaml(8082));

      assertThat(nextPort()).isEqualTo(8082);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void fileRenamedOverIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("prism.yaml"), yaml(8081));
    try (ConfigWatch _ = ConfigWatch.start(file, Map.of(), told::add)) {
      Path next = Files.writeString(folder.resolve("next"), yaml(8082));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);

      assertThat(nextPort()).isEqualTo(8082);
    }
  }

  @Test
  void linkSwappedAsKubernetesDoesIsTold() throws Exception {
    Path first = version("..1", 8081);
    Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
    Path file = Files.createSymbolicLink(folder.resolve("prism.yaml"),
        Path.of("..data", "prism.yaml"));
    try (ConfigWatch _ = ConfigWatch.start(file, Map.of(), told::add)) {
      swap(data, version("..2", 8082));
      assertThat(nextPort()).isEqualTo(8082);

      swap(data, version("..3", 8083));
      assertThat(nextPort()).isEqualTo(8083);
    }
  }

  @Test
  void badFileIsToldAsRejectedAndTheNextGoodOneAsLoaded() throws Exception {
    Path file = Files.writeString(folder.resolve("prism.yaml"), yaml(8081));
    try (ConfigWatch _ = ConfigWatch.start(file, Map.of(), told::add)) {
      Files.writeString(file, "server: { prot: 1 }\n");
      assertThat(next()).isInstanceOf(ConfigResult.Rejected.class);

      Files.writeString(file, yaml(8082));
      assertThat(nextPort()).isEqualTo(8082);
    }
  }

  @Test
  void callbackThatThrowsDoesNotEndTheWatch() throws Exception {
    Path file = Files.writeString(folder.resolve("prism.yaml"), yaml(8081));
    try (ConfigWatch _ = ConfigWatch.start(file, Map.of(), result -> {
      told.add(result);
      throw new IllegalStateException("cannot take it");
    })) {
      Files.writeString(file, yaml(8082));
      assertThat(nextPort()).isEqualTo(8082);

      Files.writeString(file, yaml(8083));
      assertThat(nextPort()).isEqualTo(8083);
    }
  }

  private Path version(String name, int port) throws IOException {
    Path version = Files.createDirectory(folder.resolve(name));
    Files.writeString(version.resolve("prism.yaml"), yaml(port));
    return version;
  }

  private void swap(Path link, Path target) throws IOException {
    Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), target.getFileName());
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private ConfigResult next() throws InterruptedException {
    ConfigResult result = told.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(result).as("told within %d s", LIMIT_SECONDS).isNotNull();
    return Objects.requireNonNull(result);
  }

  private int nextPort() throws InterruptedException {
    return switch (next()) {
      case ConfigResult.Loaded(var config) -> config.server().port();
      case ConfigResult.Rejected(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private static String yaml(int port) {
    return "server: { port: " + port
        + " }\nroutes: { r: { targets: { t: { provider: sim, model: m } } } }\n"
        + "providers: { sim: { adapter: simulated } }\n";
  }
}
