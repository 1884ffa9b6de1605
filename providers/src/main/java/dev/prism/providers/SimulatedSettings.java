package dev.prism.providers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How the simulated provider behaves: the section `simulated` of a provider, adjustable at run time.
/// Rates are shares of the requests, 0 to 1, drawn from the seed.
///
/// @param seed        what makes a run repeatable
/// @param firstToken  how long the first token takes, on average; 120 ms unless said
/// @param perToken    how long each further token takes, on average; 12 ms unless said
/// @param errorRate   answered with 500
/// @param throttleRate answered with 429
/// @param retryAfter  what a 429 says in `retry-after`; 1 s unless said
/// @param cutRate     streams that break off in the middle
/// @param hangRate    requests that get no answer until the caller leaves
/// @param trickleRate streams that are ten times slower
/// @param cachedRate  requests whose prompt counts as read from a cache
/// @param models      the models that it lists; any other name is answered too
/// @param behaviours  what it says beyond its corpus, by a name of the operator's choice
public record SimulatedSettings(
    long seed,
    @Nullable Duration firstToken,
    @Nullable Duration perToken,
    double errorRate,
    double throttleRate,
    @Nullable Duration retryAfter,
    double cutRate,
    double hangRate,
    double trickleRate,
    double cachedRate,
    @Nullable List<String> models,
    @Nullable Map<String, SimulatedBehaviour> behaviours) {
  public static final SimulatedSettings DEFAULT = new SimulatedSettings(1, null, null, 0, 0, null,
      0, 0, 0, 0, null, null);

  public SimulatedSettings {
    firstToken = firstToken == null ? Duration.ofMillis(120) : firstToken;
    perToken = perToken == null ? Duration.ofMillis(12) : perToken;
    retryAfter = retryAfter == null ? Duration.ofSeconds(1) : retryAfter;
    models = models == null ? List.of("sim-small", "sim-large", "sim-embed") : List.copyOf(models);
    behaviours = behaviours == null ? Map.of() : Map.copyOf(behaviours);
    SimulatedBehaviour.share("error-rate", errorRate);
    SimulatedBehaviour.share("throttle-rate", throttleRate);
    SimulatedBehaviour.share("cut-rate", cutRate);
    SimulatedBehaviour.share("hang-rate", hangRate);
    SimulatedBehaviour.share("trickle-rate", trickleRate);
    SimulatedBehaviour.share("cached-rate", cachedRate);
    if (firstToken.isNegative() || perToken.isNegative() || retryAfter.isNegative()) {
      throw new IllegalArgumentException("a duration of the simulated provider is negative");
    }
  }

  /// The same with other speeds.
  public SimulatedSettings timed(Duration first, Duration each) {
    return new SimulatedSettings(seed, first, each, errorRate, throttleRate, retryAfter, cutRate,
        hangRate, trickleRate, cachedRate, models, behaviours);
  }

  /// The same with other behaviours.
  public SimulatedSettings behaving(Map<String, SimulatedBehaviour> others) {
    return new SimulatedSettings(seed, firstToken, perToken, errorRate, throttleRate, retryAfter,
        cutRate, hangRate, trickleRate, cachedRate, models, others);
  }

  @Override
  public Duration firstToken() {
    return Objects.requireNonNull(firstToken);
  }

  @Override
  public Duration perToken() {
    return Objects.requireNonNull(perToken);
  }

  @Override
  public Duration retryAfter() {
    return Objects.requireNonNull(retryAfter);
  }

  @Override
  public List<String> models() {
    return Objects.requireNonNull(models);
  }

  @Override
  public Map<String, SimulatedBehaviour> behaviours() {
    return Objects.requireNonNull(behaviours);
  }
}
