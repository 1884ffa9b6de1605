package dev.prism.evals.golden;

import dev.prism.evals.golden.GoldenEntry.Redaction;
import dev.prism.evals.golden.GoldenEntry.Source;
import dev.prism.evals.golden.GoldenEntry.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/// Entries for tests: a few by hand, many by a seed.
final class Entries {
  static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final String ALPHABET = "abcXYZ 019.,:;-_\"'\\/{}[]<>\n\té中\uD83D\uDE00";
  private static final List<String> ROLES = List.of("system", "developer", "user", "assistant",
      "tool");
  private static final List<String> CLASSES = List.of("hallucination", "jailbreak", "drift",
      "pii_leak");

  private Entries() {}

  static GoldenEntry refund(String id, Assertion... asserts) {
    return GoldenEntry.of(id, "refund-agent", "How long does a refund take?", List.of(asserts),
        NOON, "sam");
  }

  /// Anything that an entry can be.
  static GoldenEntry random(Random random, String id) {
    List<Turn> turns = new ArrayList<>();
    int many = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
    for (int i = 0; i < many; i++) {
      turns.add(many == 1 && random.nextInt(3) > 0
          ? Turn.user(text(random))
          : new Turn(ROLES.get(random.nextInt(ROLES.size())), text(random)));
    }
    List<String> context = new ArrayList<>();
    for (int i = random.nextInt(4); i > 1; i--) {
      context.add(text(random));
    }
    List<Assertion> asserts = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      asserts.add(assertion(random));
    }
    boolean labelled = random.nextBoolean();
    ObjectNode metadata = GoldenEntry.noMetadata();
    if (random.nextInt(4) == 0) {
      metadata.putObject("team").put("owner", text(random)).put("weight", random.nextInt(9));
    }
    return new GoldenEntry(id, turns, context, random.nextBoolean() ? text(random) : null, asserts,
        random.nextBoolean() ? "refund-agent" : "sim/sim-small",
        labelled ? CLASSES.get(random.nextInt(4)) : null, labelled ? "factual_grounding" : null,
        random.nextBoolean() ? text(random).replace('\n', ' ').strip() : "",
        random.nextBoolean()
            ? new Source("inc-1", "t" + random.nextInt(99), null, "refund@13", null)
            : Source.NONE,
        labelled || random.nextBoolean() ? Redaction.MASKED : Redaction.NONE,
        NOON.plusMillis(random.nextInt(100_000)), "sam", metadata);
  }

  private static Assertion assertion(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> new Assertion.Contains(text(random));
      case 1 -> new Assertion.NotContains(text(random));
      case 2 -> new Assertion.Regex("[0-9]+ days?");
      case 3 -> new Assertion.Equals(text(random));
      case 4 -> {
        ObjectNode schema = GoldenEntry.noMetadata();
        schema.put("type", "object").putArray("required").add("days");
        yield new Assertion.JsonSchema(schema);
      }
      case 5 -> new Assertion.ScannerFree(List.of("pii", "secrets"));
      case 6 -> new Assertion.AtLeast("factual_grounding", 1 + random.nextDouble() * 4);
      default -> new Assertion.Foreign(random.nextBoolean() ? "promptfoo" : "other",
          GoldenEntry.noMetadata().put("type", "javascript").put("value", text(random)));
    };
  }

  static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(40);
    for (int i = 0; i < length; i++) {
      int at = random.nextInt(ALPHABET.length());
      char c = ALPHABET.charAt(at);
      text.append(Character.isSurrogate(c) ? "\uD83D\uDE00" : String.valueOf(c));
    }
    return text.toString();
  }
}
