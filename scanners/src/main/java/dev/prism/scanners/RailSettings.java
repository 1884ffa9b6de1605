package dev.prism.scanners;

import dev.prism.exchange.Endpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A rail as an operator writes it.
///
/// @param on        where it stands: before the provider, over retrieved text alone, or over the reply
/// @param scanners  who looks, in this order: names, or `{ name: { … } }` with settings
/// @param aggregate how the scanners' votes become one decision
/// @param action    what happens when it fires
/// @param onError   how a scanner votes that throws, gives no answer in time, or cannot read the text
/// @param monitor   only record what it would have done
/// @param veto      a finding that is beyond doubt fires the rail whatever the others say
/// @param threshold the score from which on a scanner votes to fire, 0.5 to 1; 0.5 is strict
/// @param weights   of scanners under `weighted`, 1 where none is written
/// @param fraction  of the total weight that must be exceeded under `weighted`, between 0 and 1
/// @param timeout   how long scanners that leave the event loop may take, 1ms to 60s
/// @param hold      a stream leaves only when all of it has been judged
/// @param endpoints where it applies; everywhere when none is written
public record RailSettings(
    Stage on,
    List<ScannerUse> scanners,
    Aggregation aggregate,
    Rail.Action action,
    Rail.OnError onError,
    boolean monitor,
    boolean veto,
    double threshold,
    Map<String, Double> weights,
    double fraction,
    Duration timeout,
    boolean hold,
    List<Endpoint> endpoints) {
  public static final Aggregation DEFAULT_AGGREGATE = Aggregation.ANY;
  public static final Rail.Action DEFAULT_ACTION = Rail.Action.BLOCK;
  public static final Rail.OnError DEFAULT_ON_ERROR = Rail.OnError.BLOCK;
  public static final boolean DEFAULT_VETO = true;
  public static final double DEFAULT_THRESHOLD = Finding.BLOCK;
  public static final double DEFAULT_FRACTION = 0.5;
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

  public RailSettings {
    scanners = List.copyOf(scanners);
    weights = Map.copyOf(weights);
    endpoints = List.copyOf(endpoints);
    if (scanners.isEmpty()) {
      throw new IllegalArgumentException("scanners must name at least one scanner");
    }
    Set<String> names = new HashSet<>();
    for (ScannerUse use : scanners) {
      if (!names.add(use.scanner())) {
        throw new IllegalArgumentException("scanners names " + use.scanner() + " twice");
      }
    }
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      if (!names.contains(weight.getKey())) {
        throw new IllegalArgumentException(
            "weights names " + weight.getKey() + ", which is not one of its scanners");
      }
      if (!(weight.getValue() >= 0 && weight.getValue() <= 1000)) {
        throw new IllegalArgumentException("weights must be between 0 and 1000");
      }
    }
    if (!(threshold >= Finding.FLAG && threshold <= 1)) {
      throw new IllegalArgumentException("threshold must be between 0.5 and 1");
    }
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("fraction must lie between 0 and 1");
    }
    if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException("timeout must be between 1ms and 60s");
    }
  }

  /// The rail under its name.
  public Rail rail(String name) {
    Map<String, Record> settings = new HashMap<>();
    for (ScannerUse use : scanners) {
      Record given = use.settings();
      if (given != null) {
        settings.put(use.scanner(), given);
      }
    }
    return new Rail(name, on, scanners.stream().map(ScannerUse::scanner).toList(), aggregate,
        action, onError, monitor, veto, threshold, weights, fraction, settings);
  }

  /// Whether it stands in the way of requests to this endpoint.
  public boolean covers(Endpoint endpoint) {
    return endpoints.isEmpty() || endpoints.contains(endpoint);
  }
}
