package dev.prism.incident;

import dev.prism.exchange.Kebab;
import java.util.List;

/// What kind of failure it is, most dangerous first: where a trace looks like two of them, the earlier
/// one counts.
public enum IncidentClass {
  PII_LEAK, JAILBREAK, HALLUCINATION, DRIFT;

  /// `pii_leak`, as the API, the golden set and tickets write it.
  public String word() {
    return Kebab.of(name()).replace('-', '_');
  }

  /// The rubrics that the playbook tells it by; none for drift, which may show in any.
  List<String> rubrics() {
    return switch (this) {
      case PII_LEAK -> List.of("privacy_and_safety");
      case JAILBREAK -> List.of("instruction_adherence", "privacy_and_safety");
      case HALLUCINATION -> List.of("factual_grounding");
      case DRIFT -> List.of();
    };
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
