package dev.prism.perf.peers;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// HAProxy as a plain reverse proxy, one thread.
final class HaProxy implements Subject {
  @Override
  public String name() {
    return "haproxy";
  }

  @Override
  public Optional<String> install(Place place) throws IOException, InterruptedException {
    return DebianPackage.install("haproxy", place);
  }

  @Override
  public Launch launch(Place place) throws IOException {
    return Launch.of(place, Map.of(),
        List.of("haproxy", "-db", "-f", place.render("haproxy.cfg").toString()));
  }

  @Override
  public String version(Place place) throws IOException, InterruptedException {
    return Shell.firstLine(List.of("haproxy", "-v")).split(" ", -1)[2];
  }
}
