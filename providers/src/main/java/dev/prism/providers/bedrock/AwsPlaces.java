package dev.prism.providers.bedrock;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Where AWS's own tools look for credentials. The addresses are link-local and fixed, or of the service
/// itself: no client's word and no base URL comes here, and none may lead here.
///
/// @param environment what a variable holds, null for nothing
/// @param home        the user's folder
/// @param machine     the metadata of a machine (IMDS)
/// @param container   the credentials of a container (ECS)
/// @param tokens      the token service (STS), null for the one of the region
record AwsPlaces(
    UnaryOperator<@Nullable String> environment,
    Path home,
    URI machine,
    URI container,
    @Nullable URI tokens) {
  static AwsPlaces usual() {
    return new AwsPlaces(name -> name == null ? null : System.getenv(name),
        Path.of(System.getProperty("user.home", "")), URI.create("http://169.254.169.254"),
        URI.create("http://169.254.170.2"), null);
  }

  /// What a variable holds, null for nothing.
  @Nullable
  String variable(String name) {
    String value = environment.apply(name);
    return value == null || value.isBlank() ? null : value;
  }

  AwsProfiles profiles() {
    return new AwsProfiles(file("AWS_CONFIG_FILE", "config"),
        file("AWS_SHARED_CREDENTIALS_FILE", "credentials"));
  }

  private Path file(String variable, String name) {
    String named = variable(variable);
    return named == null ? home.resolve(".aws").resolve(name) : Path.of(named);
  }

  URI tokens(String region) {
    return tokens == null ? URI.create("https://sts." + region + ".amazonaws.com") : tokens;
  }
}
