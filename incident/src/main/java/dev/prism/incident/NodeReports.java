package dev.prism.incident;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// What the nodes of a fleet tell each other about the flips in force. Calls may block.
public interface NodeReports {
  /// Takes the place of this node's report before.
  void report(Report report) throws IncidentLog.Unavailable;

  /// The reports of the nodes that live.
  ///
  /// @param sinceMillis older ones are of nodes that are gone
  List<Report> live(long sinceMillis) throws IncidentLog.Unavailable;

  /// @param node     its name, the same as long as the process lives
  /// @param revision of the routing table that it serves by
  /// @param flips    what it has seen on the wire, by flip
  record Report(String node, long atMillis, long revision, Map<String, Seen> flips) {
    public Report {
      flips = Map.copyOf(flips);
    }
  }

  /// @param responses in scope, the newest ones
  /// @param carried   of those, the ones that the flip decided
  record Seen(long responses, long carried) {}

  /// For a gateway alone.
  static NodeReports alone() {
    AtomicReference<List<Report>> mine = new AtomicReference<>(List.of());
    return new NodeReports() {
      @Override
      public void report(Report report) {
        mine.set(List.of(report));
      }

      @Override
      public List<Report> live(long sinceMillis) {
        return mine.get();
      }
    };
  }
}
