package dev.prism.providers;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random words, JSON and cuts, the same for the same seed.
final class Tongue {
  private static final String[] WORDS = {"a", "Zürich", "💡", "\"quoted\"", "\n\n", "data: x",
      "\\u0000", "漢字", "{\"k\":1}", " ", "event: error", "</think>", "é", "[DONE]", "1.0", "\t"};
  private final Random random;

  Tongue(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /// Some words, at least one letter among them.
  String text() {
    StringBuilder text = new StringBuilder("w").append(random.nextInt(1000));
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  /// A JSON object whose numbers have forms of their own.
  String object() {
    StringBuilder json = new StringBuilder("{");
    for (int i = random.nextInt(4); i > 0; i--) {
      json.append(json.length() > 1 ? "," : "").append("\"k").append(i).append("\":");
      json.append(switch (random.nextInt(5)) {
        case 0 -> "1.0";
        case 1 -> "[true,null,{}]";
        case 2 -> Talk.JSON.writeValueAsString(text());
        case 3 -> "-12";
        default -> "{\"n\":\"" + random.nextInt(9) + "\"}";
      });
    }
    return json.append('}').toString();
  }

  /// The text in pieces, none of which breaks a character.
  List<String> cut(String text) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = text.offsetByCodePoints(from,
          Math.min(1 + random.nextInt(6), text.codePointCount(from, text.length())));
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }
}
