package dev.prism.conf;

import dev.prism.store.FileSinkSettings;
import dev.prism.store.OtlpSinkSettings;

/// Where traces go.
public sealed interface SinkSettings {
  /// JSON Lines in a file.
  record File(FileSinkSettings file) implements SinkSettings {}

  /// OTLP over HTTP, with the OpenTelemetry conventions for generative AI.
  record Otlp(OtlpSinkSettings otlp) implements SinkSettings {}
}
