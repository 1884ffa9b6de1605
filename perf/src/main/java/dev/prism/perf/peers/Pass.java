package dev.prism.perf.peers;

import io.netty.util.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Netty's HTTP codec with nothing but forwarding: what the technique costs without the product.
final class Pass implements Subject {
  @Override
  public String name() {
    return "pass";
  }

  @Override
  public Optional<String> install(Place place) {
    return Optional.empty();
  }

  @Override
  public Launch launch(Place place) {
    return Launch.of(place, Map.of(),
        List.of(JavaHome.program("java"), "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
            "dev.prism.perf.Perf", "pass", "--port", Integer.toString(place.port()),
            "--upstream-port", Integer.toString(place.upstreamPort())));
  }

  @Override
  public String version(Place place) {
    return "Netty " + Version.identify()
        .values()
        .stream()
        .filter(part -> part.artifactId().equals("netty-transport"))
        .map(Version::artifactVersion)
        .findFirst()
        .orElse("?");
  }
}
