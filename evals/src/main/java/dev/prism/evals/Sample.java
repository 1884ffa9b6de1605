package dev.prism.evals;

import java.util.List;

/// What a local metric looks at.
///
/// @param chunks retrieved texts
/// @param target the expected answer, empty for none
public record Sample(String question, List<String> chunks, String answer, String target) {
  public Sample {
    chunks = List.copyOf(chunks);
  }

  public static Sample of(Reading reading) {
    return new Sample(reading.question(), reading.chunks(), reading.answer(), "");
  }
}
