package dev.prism.perf.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Spring Cloud Gateway on Reactor Netty with one route: what a Java team would build by itself.
final class SpringCloudGateway implements Subject {
  private static final Duration LIMIT = Duration.ofMinutes(8);

  @Override
  public String name() {
    return "spring-cloud-gateway";
  }

  @Override
  public Optional<String> install(Place place) throws IOException, InterruptedException {
    if (Files.exists(jar(place))) {
      return Optional.empty();
    }
    Path folder = place.cache().resolve(name());
    copy(place.peers().resolve(name()), folder);
    return new Shell(folder.resolve("install.log"), Map.of("JAVA_HOME", JavaHome.folder()))
        .run(LIMIT, folder, List.of(place.home().resolve("mvnw").toString(), "-q", "-f",
            folder.resolve("pom.xml").toString(), "package"));
  }

  @Override
  public Launch launch(Place place) {
    return Launch
        .of(place, Map.of(),
            List.of(JavaHome.program("java"), "-Xmx512m", "--sun-misc-unsafe-memory-access=allow",
                "-jar", jar(place).toString()))
        .with(Map.of("PORT", Integer.toString(place.port()), "UPSTREAM_PORT",
            Integer.toString(place.upstreamPort())));
  }

  /// Read off the libraries in its jar.
  @Override
  public String version(Place place) throws IOException {
    String prefix = "BOOT-INF/lib/spring-cloud-gateway-server-webflux-";
    try (ZipFile jar = new ZipFile(jar(place).toFile())) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(entry -> entry.startsWith(prefix))
          .map(entry -> entry.substring(prefix.length(), entry.length() - ".jar".length()))
          .findFirst()
          .orElse("?");
    }
  }

  private Path jar(Place place) {
    return place.cache().resolve(name()).resolve("target/spring-cloud-gateway.jar");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.toAbsolutePath().getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
