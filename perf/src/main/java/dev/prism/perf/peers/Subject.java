package dev.prism.perf.peers;

import java.io.IOException;
import java.util.Optional;

/// Something that stands between client and provider. Used from one thread.
public interface Subject {
  /// What the command line and the tables call it.
  String name();

  /// Puts in place what it needs, within minutes, or finds it there.
  ///
  /// @return why it cannot take part, or nothing
  Optional<String> install(Place place) throws IOException, InterruptedException;

  /// How to start it. Writes its configuration into the place's run folder.
  Launch launch(Place place) throws IOException;

  /// The version that takes part, for the table.
  String version(Place place) throws IOException, InterruptedException;
}
