package dev.prism.server.pipeline;

import dev.prism.exchange.json.JsonText;

/// Goes on with an answer of which the client has the beginning: a new answer is skipped as long as it
/// says the same, and leaves from where it says more. If it says something else, there is no going on.
final class Resumption {
  private final String sent;
  private int matched;

  /// What a piece of the new answer means.
  sealed interface Finding {
    /// The client has it already.
    record Known() implements Finding {}

    /// From here on it is new.
    record More(String text) implements Finding {}

    /// It is another answer.
    record Other() implements Finding {}
  }

  Resumption(String sent) {
    this.sent = sent;
  }

  /// Whether all that the client has was said again, so that everything else is new.
  boolean caughtUp() {
    return matched == sent.length();
  }

  Finding take(String piece) {
    int same = Math.min(piece.length(), sent.length() - matched);
    if (!sent.regionMatches(matched, piece, 0, same)) {
      return new Finding.Other();
    }
    matched += same;
    return caughtUp() && same < piece.length()
        ? new Finding.More(piece.substring(same))
        : new Finding.Known();
  }

  /// A chunk of the OpenAI chat dialect with this text.
  static String chunk(String model, String text) {
    StringBuilder out = new StringBuilder(text.length() + 160);
    out.append(
        "data: {\"id\":\"chatcmpl-resumed\",\"object\":\"chat.completion.chunk\",\"created\":")
        .append(System.currentTimeMillis() / 1000)
        .append(",\"model\":");
    JsonText.quote(out, model);
    out.append(",\"choices\":[{\"index\":0,\"delta\":{\"content\":");
    JsonText.quote(out, text);
    return out.append("},\"finish_reason\":null}]}\n\n").toString();
  }
}
