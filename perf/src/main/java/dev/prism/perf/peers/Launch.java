package dev.prism.perf.peers;

import dev.prism.perf.load.Destination;
import java.util.List;
import java.util.Map;

/// How to start a subject and how to reach it.
///
/// @param command     what to run; empty when there is nothing to start
/// @param environment added to ours
/// @param whole       for replies that come whole
/// @param streamed    for streams
public record Launch(
    List<String> command,
    Map<String, String> environment,
    Destination whole,
    Destination streamed) {
  private static final String CHAT = "/v1/chat/completions";

  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /// The usual: chat completions on one port, with some headers.
  static Launch of(Place place, Map<String, String> headers, List<String> command) {
    Destination chat = new Destination(place.port(), CHAT, headers);
    return new Launch(command, Map.of(), chat, chat);
  }

  Launch with(Map<String, String> more) {
    return new Launch(command, more, whole, streamed);
  }

  Launch streamedAt(String path) {
    return new Launch(command, environment, whole,
        new Destination(streamed.port(), path, streamed.headers()));
  }

  public Destination destination(boolean stream) {
    return stream ? streamed : whole;
  }
}
