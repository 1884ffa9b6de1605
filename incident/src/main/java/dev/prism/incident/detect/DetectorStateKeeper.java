package dev.prism.incident.detect;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/// Takes detection's state to the store and back. For a timer, once a minute; the caller says what becomes
/// of a failure. What was not saved because the store was away is saved the next time.
public final class DetectorStateKeeper {
  private static final long KEPT_MILLIS = Duration.ofDays(60).toMillis();

  private final Detection detection;
  private final DetectorStates states;
  private final Clock clock;
  private long savedMillis;

  public DetectorStateKeeper(Detection detection, DetectorStates states, Clock clock) {
    this.detection = detection;
    this.states = states;
    this.clock = clock;
  }

  /// Puts back what was stored.
  ///
  /// @return how many streams
  /// @throws IOException if the store does not answer
  public int restore() throws IOException {
    return detection.restore(states.load());
  }

  /// Saves the streams that have changed since the last time.
  ///
  /// @throws IOException if the store does not take them; they are saved the next time
  public synchronized void save() throws IOException {
    long now = clock.millis();
    states.save(detection.save(savedMillis));
    savedMillis = now;
    states.forget(now - KEPT_MILLIS);
  }
}
