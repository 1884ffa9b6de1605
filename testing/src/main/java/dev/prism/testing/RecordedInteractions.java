package dev.prism.testing;

import java.util.List;

/// Recorded provider traffic, one file a provider, where it is on this machine.
public final class RecordedInteractions {
  private RecordedInteractions() {}

  /// The recordings of a provider in their order; empty where there are none on this machine.
  public static List<Recording> of(String provider) {
    return SharedData.lines("fixtures/providers/" + provider + ".jsonl")
        .stream()
        .map(Recording::of)
        .toList();
  }

  public static boolean areHere() {
    return SharedData.find("fixtures/providers").isPresent();
  }
}
