package dev.prism.incident.notify;

import java.time.Duration;

/// Speaks to one tool. See the package's page for thread, lifetime and failure.
public interface Notifier {
  /// Whether the tool is to hear of this at all.
  boolean wants(Notice notice);

  /// Delivers it, within [Http]'s time limit.
  ///
  /// @param attempt 1 for the first; later ones may follow a delivery whose acknowledgement was lost
  void deliver(Notice notice, int attempt) throws DeliveryFailed, InterruptedException;

  /// How often to say the same again until the incident is over; zero for once.
  default Duration repeatEvery() {
    return Duration.ZERO;
  }
}
