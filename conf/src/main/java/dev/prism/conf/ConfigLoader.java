package dev.prism.conf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a configuration: YAML, then records, then what must hold between them. Blocks on the file; has
/// no state. It never throws for what a file or the environment says.
public final class ConfigLoader {
  private static final String PACKAGED = "prism.yaml";
  private static final String PACKAGED_PRICES = "prices.yaml";
  private static final long LONGEST_FILE = 8L << 20;

  private ConfigLoader() {}

  /// Reads a file.
  ///
  /// @param environment what `${NAME}` stands for; [System#getenv()] in production
  public static ConfigResult load(Path file, Map<String, String> environment) {
    ConfigReport report = new ConfigReport(file.toString());
    try {
      if (Files.size(file) > LONGEST_FILE) {
        return rejected(report, "is longer than 8 MiB", "");
      }
      return load(file.toString(), Files.readAllBytes(file), environment);
    } catch (NoSuchFileException _) {
      return rejected(report, "there is no such file", "name another with --config FILE");
    } catch (IOException e) {
      return rejected(report, "cannot be read: " + e.getClass().getSimpleName(),
          "check that it is a file, and its permissions");
    }
  }

  /// Reads the default configuration that this module carries: `conf/prism.yaml` as it was built.
  public static ConfigResult loadDefault(Map<String, String> environment) {
    try (InputStream in = ConfigLoader.class.getResourceAsStream(PACKAGED)) {
      if (in == null) {
        throw new IllegalStateException("the default configuration is not packaged");
      }
      return load("(built-in) " + PACKAGED, in.readAllBytes(), environment);
    } catch (IOException e) {
      throw new IllegalStateException("the default configuration cannot be read", e);
    }
  }

  /// The price list that this module carries: `conf/prices.yaml` as it was built. The caller closes it.
  public static InputStream defaultPrices() {
    InputStream in = ConfigLoader.class.getResourceAsStream(PACKAGED_PRICES);
    if (in == null) {
      throw new IllegalStateException("the default price list is not packaged");
    }
    return in;
  }

  /// Reads a text.
  ///
  /// @param name what problems call it
  public static ConfigResult parse(String name, String yaml, Map<String, String> environment) {
    ConfigReport report = new ConfigReport(name);
    Expansion expansion = new Expansion(environment);
    Optional<Node> root = YamlTree.parse(yaml, report);
    if (root.isEmpty()) {
      if (report.problems().isEmpty()) {
        report.problem(0, 0, "is empty", "start from conf/prism.yaml");
      }
      return new ConfigResult.Rejected(report.problems());
    }
    Object bound = new Binder(report, expansion).bind(new Shape.RecordOf(GatewayConfig.class),
        root.get(), "");
    if (bound instanceof GatewayConfig config) {
      new CrossChecks(config, report).run();
      if (report.problems().isEmpty()) {
        return new ConfigResult.Loaded(config);
      }
    }
    return new ConfigResult.Rejected(report.problems());
  }

  private static ConfigResult load(String name, byte[] bytes, Map<String, String> environment) {
    try {
      return parse(name,
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(),
          environment);
    } catch (CharacterCodingException _) {
      return rejected(new ConfigReport(name), "is not UTF-8 text", "save it as UTF-8");
    }
  }

  private static ConfigResult rejected(ConfigReport report, String what, String advice) {
    report.problem(0, 0, what, advice);
    return new ConfigResult.Rejected(List.copyOf(report.problems()));
  }
}
