package dev.prism.incident.cluster;

import dev.prism.evals.Reading;
import dev.prism.evals.TraceFacts;
import dev.prism.exchange.TraceRecord;
import java.util.Map;

/// What clusters want to know of an exchange beyond its record.
public interface TraceReader {
  /// What the record alone says.
  TraceReader STANDARD = trace -> {
    Reading reading = Reading.of(trace);
    return new Read(reading.question(), TraceFacts.of(reading));
  };

  /// @throws RuntimeException never: what cannot be read is empty
  Read read(TraceRecord trace);

  /// @param question what the user asked last; empty where there is no text
  /// @param facts    its attributes, with few values each
  record Read(String question, Map<String, String> facts) {}
}
