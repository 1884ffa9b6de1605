package dev.prism.server;

import dev.prism.conf.ConfigLoader;
import dev.prism.conf.ConfigResult;
import dev.prism.conf.GatewayConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the configuration comes from, so that it can be read again.
///
/// @param file        null for the built-in default
/// @param environment what `${NAME}` stands for
/// @param port        overrides `server.port`; null leaves it
/// @param adminPort   overrides `admin.port`; null leaves it
public record ConfigSource(
    @Nullable Path file,
    Map<String, String> environment,
    @Nullable Integer port,
    @Nullable Integer adminPort) {
  public static ConfigSource of(Path file) {
    return new ConfigSource(file, System.getenv(), null, null);
  }

  /// What problems call it.
  String name() {
    return file == null ? "(built-in) prism.yaml" : file.toString();
  }

  public ConfigResult read() {
    ConfigResult result = file == null
        ? ConfigLoader.loadDefault(environment)
        : ConfigLoader.load(file, environment);
    return switch (result) {
      case ConfigResult.Rejected rejected -> rejected;
      case ConfigResult.Loaded(GatewayConfig config) -> new ConfigResult.Loaded(override(config));
    };
  }

  private GatewayConfig override(GatewayConfig config) {
    GatewayConfig changed = port == null
        ? config
        : config.withServer(config.server().withPort(port));
    return adminPort == null ? changed : changed.withAdmin(changed.admin().withPort(adminPort));
  }
}
