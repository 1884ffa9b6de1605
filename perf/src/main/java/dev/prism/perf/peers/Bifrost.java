package dev.prism.perf.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Bifrost, built from its Go module.
final class Bifrost implements Subject {
  private static final String MODULE = "github.com/maximhq/bifrost/transports/bifrost-http@latest";
  private static final Duration LIMIT = Duration.ofMinutes(8);

  @Override
  public String name() {
    return "bifrost";
  }

  @Override
  public Optional<String> install(Place place) throws IOException, InterruptedException {
    if (Files.isExecutable(program(place))) {
      return Optional.empty();
    }
    if (!Shell.has("go")) {
      return Optional.of("go is needed");
    }
    Path folder = place.cache().resolve("bifrost");
    Shell shell = new Shell(folder.resolve("install.log"),
        Map.of("GOBIN", program(place).getParent() + "", "GOTOOLCHAIN", "local"));
    return shell.run(LIMIT, folder, List.of("go", "install", MODULE));
  }

  @Override
  public Launch launch(Place place) throws IOException {
    Path config = place.render("bifrost.json");
    Path app = Files.createDirectories(place.run().resolve("bifrost"));
    Files.copy(config, app.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
    return Launch.of(place, Map.of("authorization", "Bearer sk-bench"),
        List.of(program(place).toString(), "-app-dir", app.toString(), "-host", "127.0.0.1",
            "-port", Integer.toString(place.port()), "-log-level", "error"));
  }

  @Override
  public String version(Place place) throws IOException, InterruptedException {
    return Shell.firstLine(List.of("go", "version", "-m", program(place).toString()));
  }

  private static Path program(Place place) {
    return place.cache().resolve("bifrost/bin/bifrost-http");
  }
}
