package dev.prism.perf.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The LiteLLM proxy, from PyPI in an environment of its own, one worker. Versions before 1.84 are
/// refused: two of them carried malware.
final class LiteLlm implements Subject {
  /// It refuses to start without one, and with a short one.
  private static final String KEY = "sk-" + "0123456789abcdef".repeat(4);
  private static final Duration LIMIT = Duration.ofMinutes(8);

  @Override
  public String name() {
    return "litellm";
  }

  @Override
  public Optional<String> install(Place place) throws IOException, InterruptedException {
    if (!Shell.has("python3")) {
      return Optional.of("python3 is needed");
    }
    if (Files.exists(place.cache().resolve("litellm/installed"))) {
      return Optional.empty();
    }
    Path folder = place.cache().resolve("litellm");
    Shell shell = new Shell(folder.resolve("install.log"));
    Optional<String> problem = shell.run(LIMIT, folder,
        List.of("python3", "-m", "venv", folder.resolve("venv").toString()));
    if (problem.isEmpty()) {
      problem = shell.run(LIMIT, folder, List.of(folder.resolve("venv/bin/pip").toString(),
          "install", "--quiet", "litellm[proxy]>=1.84"));
    }
    if (problem.isEmpty()) {
      Files.writeString(folder.resolve("installed"), "");
    }
    return problem;
  }

  @Override
  public Launch launch(Place place) throws IOException {
    String config = place.render("litellm.yaml").toString();
    return Launch
        .of(place, Map.of("authorization", "Bearer " + KEY),
            List.of(place.cache().resolve("litellm/venv/bin/litellm").toString(), "--config",
                config, "--host", "127.0.0.1", "--port", Integer.toString(place.port()),
                "--num_workers", "1", "--telemetry", "False"))
        .with(Map.of("LITELLM_LOCAL_MODEL_COST_MAP", "True", "LITELLM_LOG", "ERROR",
            "LITELLM_MASTER_KEY", KEY));
  }

  @Override
  public String version(Place place) throws IOException, InterruptedException {
    return Shell.firstLine(List.of(place.cache().resolve("litellm/venv/bin/python").toString(),
        "-c", "import importlib.metadata as m; print(m.version('litellm'))"));
  }
}
