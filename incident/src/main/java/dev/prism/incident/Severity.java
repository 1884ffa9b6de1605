package dev.prism.incident;

import java.time.Duration;

/// How bad it is. `S1`: safety, a leak or regulatory exposure; contained first, explained later. `S2`: worse
/// quality without danger. `S3`: an edge case of one tenant.
public enum Severity {
  S1(5), S2(15), S3(30);

  private final Duration acknowledgeWithin;

  Severity(int minutes) {
    acknowledgeWithin = Duration.ofMinutes(minutes);
  }

  /// How long someone has to say that they have it, before it goes to the next contact.
  public Duration acknowledgeWithin() {
    return acknowledgeWithin;
  }

  /// The worse of the two.
  public Severity orWorse(Severity other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
