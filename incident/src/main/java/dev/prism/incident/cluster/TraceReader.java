package dev.prism.incident.cluster;

import dev.prism.exchange.TraceRecord;
import java.util.Map;

/// What clusters want to know of an exchange beyond its record.
public interface TraceReader {
  /// What the user asked last; empty where there is no text.
  String question(TraceRecord trace);

  /// Its attributes, with few values each.
  Map<String, String> facts(TraceRecord trace);
}
