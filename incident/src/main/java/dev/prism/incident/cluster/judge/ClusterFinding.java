package dev.prism.incident.cluster.judge;

import java.util.List;
import java.util.Map;

/// What the judge says of a cluster, as far as it is believed.
///
/// @param immediateFix what to do first
/// @param quotes       that stand in the spans letter by letter; at least one
/// @param scores       1 to 5 of the four rubrics, by name
/// @param judge        the model that said it
/// @param turns        how many times it was asked
/// @param picoDollars  what it cost
/// @param rejected     quotes that nobody said
public record ClusterFinding(
    String clusterId,
    String immediateFix,
    List<Quote> quotes,
    Map<String, Integer> scores,
    String judge,
    int turns,
    long picoDollars,
    int rejected) {
  public ClusterFinding {
    quotes = List.copyOf(quotes);
    scores = Map.copyOf(scores);
  }

  public record Quote(String traceId, String spanId, String text) {}
}
