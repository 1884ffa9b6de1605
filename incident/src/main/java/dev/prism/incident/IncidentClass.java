package dev.prism.incident;

import dev.prism.exchange.Kebab;

/// What kind of failure it is, most dangerous first: where a trace looks like two of them, the earlier
/// one counts.
public enum IncidentClass {
  PII_LEAK, JAILBREAK, HALLUCINATION, DRIFT;

  /// `pii_leak`, as the API, the golden set and tickets write it.
  public String word() {
    return Kebab.of(name()).replace('-', '_');
  }

  /// @throws IllegalArgumentException if there is no such class
  public static IncidentClass ofWord(String word) {
    for (IncidentClass each : values()) {
      if (each.word().equals(word) || Kebab.of(each.name()).equals(word)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "class must be pii_leak, jailbreak, hallucination or drift, not " + word);
  }
}
