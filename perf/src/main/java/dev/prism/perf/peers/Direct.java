package dev.prism.perf.peers;

import dev.prism.perf.load.Destination;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Nothing in between: the generator talks to the mock upstream. Its figures bound what the rig can do.
final class Direct implements Subject {
  @Override
  public String name() {
    return "direct";
  }

  @Override
  public Optional<String> install(Place place) {
    return Optional.empty();
  }

  @Override
  public Launch launch(Place place) {
    Destination mock = new Destination(place.upstreamPort(), "/v1/chat/completions", Map.of());
    return new Launch(List.of(), Map.of(), mock, mock);
  }

  @Override
  public String version(Place place) {
    return "-";
  }
}
