package dev.prism.perf.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Portkey gateway, from npm, on Node. Provider and address come with each request, as its users do.
final class Portkey implements Subject {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "portkey";
  }

  @Override
  public Optional<String> install(Place place) throws IOException, InterruptedException {
    if (!Shell.has("node") || !Shell.has("npm")) {
      return Optional.of("node and npm are needed");
    }
    if (Files.exists(script(place))) {
      return Optional.empty();
    }
    Path folder = place.cache().resolve(name());
    Shell shell = new Shell(folder.resolve("install.log"));
    Files.copy(place.peers().resolve("portkey/package.json"), folder.resolve("package.json"),
        StandardCopyOption.REPLACE_EXISTING);
    return shell.run(LIMIT, folder, List.of("npm", "install", "--no-audit", "--no-fund"));
  }

  @Override
  public Launch launch(Place place) {
    return Launch
        .of(place,
            Map.of("authorization", "Bearer sk-bench", "x-portkey-provider", "openai",
                "x-portkey-custom-host", "http://127.0.0.1:" + place.upstreamPort() + "/v1"),
            List.of("node", script(place).toString(), "--port=" + place.port(), "--headless"))
        .with(Map.of("NODE_ENV", "production"));
  }

  @Override
  public String version(Place place) throws IOException, InterruptedException {
    return Shell.firstLine(List.of("node", "-p",
        "require('" + folder(place) + "/package.json').version + ' on Node ' + process.version"));
  }

  private static Path script(Place place) {
    return folder(place).resolve("build/start-server.js");
  }

  private static Path folder(Place place) {
    return place.cache().resolve("portkey/node_modules/@portkey-ai/gateway");
  }
}
