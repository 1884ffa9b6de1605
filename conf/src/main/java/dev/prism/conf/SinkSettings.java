package dev.prism.conf;

import dev.prism.exchange.ByteSize;
import dev.prism.exchange.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/// Where traces go.
public sealed interface SinkSettings {
  /// JSON Lines; the file is set aside as `FILE.1`, `FILE.2` … when it is full.
  ///
  /// @param rotateAt the size at which a new file begins
  /// @param keep     how many full files are kept
  record File(Path path, ByteSize rotateAt, int keep) implements SinkSettings {
    public static final ByteSize DEFAULT_ROTATE_AT = ByteSize.ofMebibytes(100);
    public static final int DEFAULT_KEEP = 10;

    public File {
      if (keep < 0 || keep > 10_000) {
        throw new IllegalArgumentException("keep must be between 0 and 10000");
      }
      if (rotateAt.bytes() < 1024) {
        throw new IllegalArgumentException("rotate-at must be at least 1KiB");
      }
    }
  }

  /// OTLP over HTTP, with the OpenTelemetry conventions for generative AI.
  ///
  /// @param endpoint the collector, with or without `/v1/traces`
  record Otlp(URI endpoint, Map<String, Secret> headers) implements SinkSettings {
    public Otlp {
      headers = Map.copyOf(headers);
      if (!"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme())) {
        throw new IllegalArgumentException("endpoint must start with http:// or https://");
      }
    }
  }
}
