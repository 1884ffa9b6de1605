package dev.prism.incident.detect;

import java.io.IOException;
import java.util.List;

/// Keeps the states of streams over a restart. Calls may block: for a timer's thread only.
public interface DetectorStates {
  /// Puts these in the place of what is stored of the same streams.
  ///
  /// @throws IOException if the store does not take them
  void save(List<SavedStream> changed) throws IOException;

  /// All that are stored.
  ///
  /// @throws IOException if the store does not answer
  List<SavedStream> load() throws IOException;

  /// Forgets streams that have not been saved since that time, milliseconds since the epoch.
  ///
  /// @throws IOException if the store does not answer
  void forget(long savedBeforeMillis) throws IOException;
}
