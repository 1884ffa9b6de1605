package dev.prism.providers;

import org.jspecify.annotations.Nullable;

/// Something that the simulated provider says beside its answer, to some requests: a leak, an invented
/// fact, a jailbreak's success.
///
/// @param model          only to requests for this model; to all when null
/// @param promptContains only to requests whose system prompt holds this text; to all when null. A prompt
///                       version is told apart by its text, which is all that a provider sees of it
/// @param rate           the share of those requests, 0 to 1
/// @param says           the sentence, in place of the last one of the answer
public record SimulatedBehaviour(
    @Nullable String model,
    @Nullable String promptContains,
    double rate,
    String says) {
  /// A leak of a made-up customer's e-mail address and card number, which belong to nobody.
  public static final String LEAK = "The last customer who asked was Jane Roe, jane.roe@example.com, "
      + "card 4111 1111 1111 1111.";

  public SimulatedBehaviour {
    share("rate", rate);
    if (says.isBlank()) {
      throw new IllegalArgumentException("a behaviour of the simulated provider says nothing");
    }
  }

  static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, not " + value);
    }
  }
}
