package dev.prism.server.gameday;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One night on one route.
///
/// @param truth      the class of what is planted, `none` for a night on which nothing happens
/// @param onset      the minute in which it begins
/// @param minutes    how long the night is
/// @param perMinute  requests
/// @param sampling   share of the answers that the judge marks, 0 to 1
/// @param cohort     share of the requests that it can touch, 0 to 1
/// @param share      of those, how many it touches, 0 to 1
/// @param attribute  of the requests that tells the cohort
/// @param model      that took the other's place, where all marks sink a little; empty where some answers are
///                   replaced
/// @param ramp       minutes in which it does so
/// @param mark       what the judge gives an answer that it touches, 1 to 5
/// @param leaks      of a thousand requests, so many answers hold what a scanner finds
/// @param rubrics    that the judge's marks sink on
/// @param regulated  whether the route is
/// @param fallback   `good`, `also_bad`, `slow`, `missing`
/// @param golden     `covered_rubric_catches`, `covered_rubric_misses`, `not_covered`
/// @param fix        `good`, `no_effect`, `worse_2pt`, `worse_concentrated_6pct`
record Scenario(
    String id,
    String truth,
    long seed,
    int onset,
    int minutes,
    int perMinute,
    double sampling,
    double cohort,
    double share,
    String attribute,
    String model,
    int ramp,
    double mark,
    double leaks,
    List<String> rubrics,
    boolean regulated,
    String fallback,
    String golden,
    String fix) {
  static final int WARM_UP = 1_440;
  private static final List<String> TRUTHS = List.of("pii_leak", "jailbreak", "hallucination",
      "drift", "none");
  private static final List<String> FALLBACKS = List.of("good", "good", "slow", "missing",
      "also_bad");
  private static final List<String> GOLDENS = List.of("covered_rubric_catches",
      "covered_rubric_misses", "not_covered");
  private static final List<String> FIXES = List.of("good", "no_effect", "worse_2pt",
      "worse_concentrated_6pct");
  private static final String ANOTHER = "another";

  boolean isNull() {
    return truth.equals("none");
  }

  /// Of all requests, those whose answer is bad, 0 to 1.
  double badShare() {
    return leaks > 0 ? leaks / 1_000 : isSwap() ? cohort : cohort * share;
  }

  /// Whether another model answers, so that all marks sink a little.
  boolean isSwap() {
    return !model.isEmpty();
  }

  /// How much of the trouble there is so many minutes after its onset, 0 to 1.
  double extent(int minutesSince) {
    return minutesSince < 0 ? 0 : ramp == 0 ? 1 : Math.min(1, (double) minutesSince / ramp);
  }

  /// Nights of one's own, the same for the same seed.
  static List<Scenario> seeded(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Scenario> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String truth = TRUTHS.get(i % TRUTHS.size());
      boolean small = random.nextBoolean();
      boolean leak = truth.equals("pii_leak");
      boolean diffuse = truth.equals("drift") && random.nextBoolean();
      all.add(new Scenario("g%03d".formatted(i), truth, random.nextLong(),
          WARM_UP + random.nextInt(1_440), 3 * 1_440, pick(random, 10, 20, 40, 80, 160),
          pick(random, 5, 10, 25) / 100.0, diffuse ? 1 : pick(random, 8, 20, 100) / 100.0,
          small ? 0.4 : 1, Crowd.ATTRIBUTES.get(random.nextInt(Crowd.ATTRIBUTES.size())),
          diffuse ? ANOTHER : "", 0, random.nextInt(1, 3), leak ? random.nextInt(1, 20) : 0,
          rubrics(truth), random.nextInt(4) == 0, FALLBACKS.get(random.nextInt(FALLBACKS.size())),
          GOLDENS.get(random.nextInt(GOLDENS.size())), FIXES.get(random.nextInt(FIXES.size()))));
    }
    return all;
  }

  private static int pick(SplittableRandom random, int... of) {
    return of[random.nextInt(of.length)];
  }

  private static List<String> rubrics(String truth) {
    return switch (truth) {
      case "pii_leak" -> List.of("privacy_and_safety");
      case "jailbreak" -> List.of("instruction_adherence", "privacy_and_safety");
      case "hallucination" -> List.of("factual_grounding");
      case "drift" -> List.of("factual_grounding", "optimal_plan_execution");
      default -> List.of();
    };
  }

  /// Nights from a file of JSON Lines.
  ///
  /// @throws IOException if it cannot be read
  static List<Scenario> read(Path file) throws IOException {
    List<Scenario> all = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (!line.isBlank()) {
        all.add(of(JsonMapper.shared().readTree(line)));
      }
    }
    return all;
  }

  private static Scenario of(JsonNode node) {
    JsonNode effect = node.path("effect");
    String kind = effect.path("kind").asString("");
    List<String> rubrics = new ArrayList<>();
    node.path("rubrics_hit").forEach(each -> rubrics.add(each.asString()));
    String model = kind.equals("swap_distribution")
        ? effect.path("to_model").asString(ANOTHER)
        : "";
    return new Scenario(node.path("id").asString(), node.path("truth_class").asString("none"),
        node.path("seed").asLong(), node.path("onset_min").asInt(), node.path("run_min").asInt(),
        node.path("requests_per_min").asInt(), node.path("judge_sampling").asDouble(),
        node.path("cohort").path("share_of_traffic").asDouble(1),
        effect.path("fraction_of_cohort").asDouble(1),
        node.path("cohort").path("attribute").asString("cohort"), model,
        effect.path("ramp_min").asInt(0), effect.path("score_1_5").asDouble(1),
        effect.path("leaks_per_1000").asDouble(0), rubrics,
        node.path("regulated_route").asBoolean(), node.path("fallback_state").asString("good"),
        node.path("golden_state").asString("not_covered"),
        node.path("fix_candidate").asString("good"));
  }
}
