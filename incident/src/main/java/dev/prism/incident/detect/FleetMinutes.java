package dev.prism.incident.detect;

import java.io.IOException;
import java.util.List;

/// Where the nodes of a fleet leave their minutes for the leader. Calls may block.
public interface FleetMinutes {
  /// Leaves a node's minute; the same minute of a node again takes the first one's place.
  ///
  /// @param minute since the epoch
  /// @throws IOException if the store does not take it
  void publish(String node, long minute, MinuteStats stats) throws IOException;

  /// What all nodes have left of a minute.
  ///
  /// @throws IOException if the store does not answer
  List<MinuteStats> of(long minute) throws IOException;

  /// Forgets minutes before that one.
  ///
  /// @throws IOException if the store does not answer
  void forget(long before) throws IOException;
}
