package dev.prism.perf.detect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// A route's traffic over some days, with what may go wrong in it.
///
/// @param kind     `hallucination`, `jailbreak`, `drift`, `pii_leak`, or the name of what disturbs a null
/// @param onset    the minute in which the change begins
/// @param minutes  how long it all takes
/// @param perMinute requests
/// @param diurnal  amplitude of a daily wave in the mean, points of 0 to 100
/// @param burst    standard deviation of a drift of the mean that lasts some 20 minutes, points
/// @param change   what the scenario plants, null for a null
/// @param cohort   the share of the traffic that it is planted in, 1 for all
record Scenario(
    String id,
    String kind,
    long seed,
    int onset,
    int minutes,
    int perMinute,
    double diurnal,
    double burst,
    @Nullable Change change,
    double cohort) {
  static final int WARM_UP = 1_440;

  boolean isNull() {
    return minutes > 10_000;
  }

  static List<Scenario> read(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Scenario> all = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (!line.isBlank()) {
        all.add(of(json.readTree(line)));
      }
    }
    return all;
  }

  private static Scenario of(JsonNode node) {
    JsonNode effect = node.path("effect");
    double share = node.path("cohort").path("share_of_traffic").asDouble(1);
    String kind = node.path("truth_class").asString();
    Change change = switch (effect.path("kind").asString("")) {
      case "replace_score" ->
        new Change.Replaced(share * effect.path("fraction_of_cohort").asDouble(),
            (int) Math.round((effect.path("score_1_5").asInt() - 1) * 25.0));
      case "swap_distribution" -> new Change.Swapped(effect.path("to_model").asString(), share,
          effect.path("ramp_min").asInt());
      case "leak" -> new Change.Leaking(effect.path("leaks_per_1000").asDouble() / 1_000);
      case "common_mode" ->
        new Change.Shifted(effect.path("pts").asDouble(), effect.path("tau_min").asDouble());
      default -> null;
    };
    return new Scenario(node.path("id").asString(),
        kind.equals("none") ? node.path("nuisance").asString() : kind, node.path("seed").asLong(),
        node.path("onset_min").asInt(), node.path("run_min").asInt(),
        node.path("requests_per_min").asInt(), node.path("diurnal_amp_pts").asDouble(),
        node.path("topic_burst_sd_pts").asDouble(), change, share);
  }

  /// Nulls for setting thresholds: drawn here, with seeds of their own.
  ///
  /// @param disturbed whether means wander by day and by topic as the scenarios' do
  static List<Scenario> calibration(long baseSeed, int count, boolean disturbed) {
    SplittableRandom random = new SplittableRandom(baseSeed);
    List<Scenario> drawn = new ArrayList<>();
    double[] bursts = {0, 1.5, 3};
    int[] rates = {5, 10, 20, 40, 80, 120, 300};
    for (int i = 0; i < count; i++) {
      drawn.add(new Scenario("c" + i, "calibration", random.nextLong(), 20_160, 20_160,
          rates[random.nextInt(rates.length)], disturbed ? random.nextInt(3) : 0,
          disturbed ? bursts[random.nextInt(3)] : 0, null, 1));
    }
    return drawn;
  }

  /// Scenarios in the likeness of real ones, where those are not at hand.
  static List<Scenario> likely(long baseSeed, int changed, int nulls) {
    SplittableRandom random = new SplittableRandom(baseSeed);
    double[] bursts = {0, 0, 1.5, 3};
    int[] rates = {5, 10, 20, 40, 80, 120, 300};
    String[] disturbances = {"stable", "topic_mix_shift", "harmless_prompt_edit"};
    List<Scenario> drawn = new ArrayList<>();
    for (int i = 0; i < changed + nulls; i++) {
      boolean isNull = i >= changed;
      String kind = isNull ? disturbances[i % 3] : "drift";
      Change change = kind.equals("topic_mix_shift")
          ? new Change.Shifted(random.nextBoolean() ? -2 : -3, random.nextBoolean() ? 20 : 120)
          : null;
      drawn.add(new Scenario("t" + i, kind, random.nextLong(), 1_500 + random.nextInt(1_300),
          isNull ? 20_160 : 4_320, rates[random.nextInt(rates.length)], random.nextInt(3),
          bursts[random.nextInt(4)], change, 1));
    }
    return drawn;
  }

  /// The same traffic on another route: other topics, at five requests a minute.
  Scenario sibling(int which) {
    return new Scenario(id + "-" + which, kind, seed * 31 + which, onset, minutes, 5, diurnal,
        burst, change, 1);
  }
}
