package dev.prism.perf.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Prism from its own start script: one tenant with a key and limits, one route, costs, traces to a
/// file, no rails. From this source tree, or from another one under a name of its own.
public final class Prism implements Subject {
  /// The key whose hash stands in the configuration; it opens nothing else.
  private static final String KEY = "sk-prism-bench-0123456789abcdef0123456789abcdef";

  private static final Duration LIMIT = Duration.ofMinutes(8);

  private final String name;
  private final @Nullable Path tree;

  /// @param tree root of the source tree, null for the place's own
  public Prism(String name, @Nullable Path tree) {
    this.name = name;
    this.tree = tree;
  }

  private Place own(Place place) {
    return tree == null ? place : place.of(tree);
  }

  @Override
  public String name() {
    return name;
  }

  /// The start script builds on first use, which must not be part of a measured start.
  @Override
  public Optional<String> install(Place place) throws IOException, InterruptedException {
    Path home = own(place).home();
    Path script = home.resolve("prism");
    if (!Files.isExecutable(script)) {
      return Optional.of("there is no " + script);
    }
    return new Shell(place.cache().resolve(name + "-build.log")).run(LIMIT, home,
        List.of(script.toString(), "--version"));
  }

  @Override
  public Launch launch(Place place) throws IOException {
    Place mine = own(place);
    String config = mine.render("prism.yaml").toString();
    return Launch.of(place, Map.of("authorization", "Bearer " + KEY),
        List.of(mine.home().resolve("prism").toString(), "serve", "--config", config, "--port",
            Integer.toString(place.port()), "--admin-port", Integer.toString(place.adminPort())));
  }

  @Override
  public String version(Place place) throws IOException, InterruptedException {
    return Shell.firstLine(
        List.of("git", "-C", own(place).home().toString(), "describe", "--always", "--dirty"));
  }
}
