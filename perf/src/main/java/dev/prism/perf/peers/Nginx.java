package dev.prism.perf.peers;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// nginx as a plain reverse proxy: the anchor of every ratio. One worker, keep-alive on both sides; its
/// path for streams does not buffer replies.
final class Nginx implements Subject {
  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public Optional<String> install(Place place) throws IOException, InterruptedException {
    return DebianPackage.install("nginx", place);
  }

  @Override
  public Launch launch(Place place) throws IOException {
    String config = place.render("nginx.conf").toString();
    return Launch
        .of(place, Map.of(), List.of("nginx", "-e", place.run().resolve("nginx.log").toString(),
            "-p", place.run().toString(), "-c", config))
        .streamedAt("/streamed/v1/chat/completions");
  }

  @Override
  public String version(Place place) throws IOException, InterruptedException {
    String line = Shell.firstLine(List.of("nginx", "-v"));
    return line.substring(line.indexOf('/') + 1);
  }
}
