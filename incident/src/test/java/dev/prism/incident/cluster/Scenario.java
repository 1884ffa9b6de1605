package dev.prism.incident.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One planted incident as an hour of one route's traffic. What is given: the cause, the cohort's attribute
/// and share, the part of the cohort that fails, requests and the share of them that a judge sees. What is
/// assumed, since no data set says it: which causes a check can name, how often it does, and how often an
/// answer is bad or a check fires for no common reason.
record Scenario(
    String id,
    String cause,
    String attribute,
    double share,
    double failing,
    double perMinute,
    double judged) {
  /// WildBench, GPT-4o on gpt-3.5-turbo-0125: the share of answers below 3 of 5.
  private static final double BAD_ANYHOW = 0.1;
  private static final double CHECKED_ANYHOW = 0.002;
  /// A failure of background carries the planted signature.
  private static final double SIGNED_ANYHOW = 0.02;
  private static final int MINUTES = 60;
  private static final int MOST_REQUESTS = 40_000;
  static final List<String> ATTRIBUTES = List.of("topic", "user_tier", "model_region",
      "retrieval_index", "locale", "tool", "prompt_branch", "tenant", "input_length", "turn",
      "node", "cache", "stream", "prompt_version");
  private static final List<String> REASONS = List.of("refusal", "cut", "language", "format");

  static Scenario of(JsonNode line) {
    JsonNode effect = line.path("effect");
    double failing = switch (effect.path("kind").asString("")) {
      case "leak" -> effect.path("leaks_per_1000").asDouble() / 1_000;
      case "replace_score" -> effect.path("fraction_of_cohort").asDouble();
      // A shift of every score: what falls below the line is about this much.
      default -> 0.15;
    };
    return new Scenario(line.path("id").asString(), line.path("cause").asString(""),
        line.path("cohort").path("attribute").asString(""),
        line.path("cohort").path("share_of_traffic").asDouble(), failing,
        line.path("requests_per_min").asDouble(), line.path("judge_sampling").asDouble());
  }

  /// What a check says of the cause, null where only a judge can tell; and how often it catches it.
  @Nullable
  String signature() {
    return switch (cause) {
      case "prompt_template_empty_retrieval_block" -> "check:empty_retrieval";
      case "downstream_api_shape" -> "check:schema";
      case "memory_bleed", "missing_tenant_filter" -> "check:cross_tenant";
      case "cached_chunk" -> "check:pii";
      case "prompt_echo" -> "check:prompt_echo";
      case "new_template", "encoding_trick", "multi_turn_pushback" -> "check:refusal_broken";
      default -> null;
    };
  }

  double caught() {
    return switch (cause) {
      case "new_template", "encoding_trick", "multi_turn_pushback" -> 0.6;
      default -> 0.95;
    };
  }

  /// Whether the contrast has a chance: one part of the traffic fails and another does not.
  boolean hasContrast() {
    return share < 1;
  }

  /// @param planted ids of the failing traces that the cause made and that somebody saw
  record Window(List<FailingTrace> failing, List<PassingTrace> passing, Set<String> planted) {}

  /// The traces that are known after an hour.
  Window window(IntentTexts corpus, Random random) {
    List<FailingTrace> failures = new ArrayList<>();
    List<PassingTrace> passes = new ArrayList<>();
    Set<String> planted = new HashSet<>();
    List<String> intents = corpus.names();
    String intent = intents.get(random.nextInt(intents.size()));
    int requests = (int) Math.min(MOST_REQUESTS, perMinute * MINUTES);
    for (int i = 0; i < requests; i++) {
      boolean cohort = random.nextDouble() < share;
      boolean broken = cohort && random.nextDouble() < failing;
      boolean topical = attribute.equals("topic") && cohort;
      String about = topical ? intent : intents.get(random.nextInt(intents.size()));
      Map<String, String> facts = facts(cohort, about, random);
      String sign = broken ? sign(random) : null;
      boolean seen = random.nextDouble() < judged;
      if (!broken && random.nextDouble() < CHECKED_ANYHOW) {
        sign = random.nextDouble() < SIGNED_ANYHOW && signature() != null
            ? signature()
            : "check:" + REASONS.get(random.nextInt(REASONS.size()));
      }
      boolean bad = broken || random.nextDouble() < BAD_ANYHOW;
      String text = pick(corpus.intents().getOrDefault(about, List.of()), random);
      String trace = String.format(Locale.ROOT, "%s-%05d", id, i);
      if (sign != null || (bad && seen)) {
        failures.add(new FailingTrace(trace, i, text, sign, Set.of("factual_grounding"), facts));
        if (broken) {
          planted.add(trace);
        }
      } else {
        passes.add(new PassingTrace(trace, i, text, facts));
      }
    }
    List<FailingTrace> kept = last(failures, 2_000);
    planted.retainAll(kept.stream().map(FailingTrace::id).toList());
    return new Window(kept, sample(passes, 1_000, random), planted);
  }

  private @Nullable String sign(Random random) {
    return random.nextDouble() < caught() ? signature() : null;
  }

  private Map<String, String> facts(boolean cohort, String intent, Random random) {
    Map<String, String> facts = new TreeMap<>();
    for (String name : ATTRIBUTES) {
      // A few common values and a tail, as attributes have.
      int value = (int) Math.min(7, -Math.log(1 - random.nextDouble()) * 2);
      facts.put(name, name + "-" + value);
    }
    facts.put("topic", intent);
    if (!attribute.equals("topic")) {
      facts.put(attribute, cohort ? "planted" : facts.getOrDefault(attribute, ""));
    } else if (cohort) {
      facts.put("topic", "planted");
    }
    return facts;
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static <T> List<T> last(List<T> all, int most) {
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  private static <T> List<T> sample(List<T> all, int most, Random random) {
    Collections.shuffle(all, random);
    return all.subList(0, Math.min(most, all.size()));
  }
}
