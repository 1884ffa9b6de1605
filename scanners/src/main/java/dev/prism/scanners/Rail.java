package dev.prism.scanners;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which scanners run where, how their votes are counted, and what happens then; a rail as a user
/// writes it.
///
/// @param name      in configuration and errors
/// @param on        where it stands
/// @param scanners  names, in the order in which they run
/// @param aggregate how votes are counted; default `any`
/// @param action    what happens when it fires; default `block`
/// @param onError   how a scanner that throws, or runs past the deadline, votes; default `block`
/// @param monitor   only record what it would have done; default false
/// @param veto      a certain finding fires the rail whatever the others say; default true
/// @param threshold the score from which on a scanner votes to fire, 0.5 to 1; default 0.8
/// @param weights   of scanners under `weighted`; default 1 each
/// @param fraction  of the total weight that must be exceeded under `weighted`; default 0.5
/// @param settings  of scanners, by name, each of its factory's settings type
public record Rail(
    String name,
    Stage on,
    List<String> scanners,
    @Nullable Aggregation aggregate,
    @Nullable Action action,
    @Nullable OnError onError,
    @Nullable Boolean monitor,
    @Nullable Boolean veto,
    @Nullable Double threshold,
    @Nullable Map<String, Double> weights,
    @Nullable Double fraction,
    @Nullable Map<String, Record> settings) {
  public Rail {
    Objects.requireNonNull(name);
    Objects.requireNonNull(on);
    scanners = List.copyOf(scanners);
    if (scanners.isEmpty()) {
      throw new IllegalArgumentException("rail " + name + " has no scanners");
    }
    aggregate = aggregate == null ? Aggregation.ANY : aggregate;
    action = action == null ? Action.BLOCK : action;
    onError = onError == null ? OnError.BLOCK : onError;
    monitor = monitor != null && monitor;
    veto = veto == null || veto;
    threshold = threshold == null ? Finding.BLOCK : threshold;
    weights = weights == null ? Map.of() : Map.copyOf(weights);
    fraction = fraction == null ? 0.5 : fraction;
    settings = settings == null ? Map.of() : Map.copyOf(settings);
    check(name, scanners, weights, settings);
    check(name, threshold, fraction);
  }

  /// A rail with every default.
  public static Rail of(String name, Stage on, String... scanners) {
    return new Rail(name, on, List.of(scanners), null, null, null, null, null, null, null, null,
        null);
  }

  private static void check(String name, List<String> scanners, Map<String, Double> weights,
      Map<String, Record> settings) {
    for (String named : weights.keySet()) {
      if (!scanners.contains(named)) {
        throw new IllegalArgumentException(
            "rail " + name + " weighs " + named + ", not its scanner");
      }
    }
    for (String named : settings.keySet()) {
      if (!scanners.contains(named)) {
        throw new IllegalArgumentException("rail " + name + " sets " + named + ", not its scanner");
      }
    }
    for (double weight : weights.values()) {
      if (!(weight >= 0 && weight <= 1000)) {
        throw new IllegalArgumentException("rail " + name + ": a weight is 0 to 1000");
      }
    }
  }

  private static void check(String name, double threshold, double fraction) {
    if (!(threshold >= Finding.FLAG && threshold <= 1)) {
      throw new IllegalArgumentException("rail " + name + ": threshold must be 0.5 to 1");
    }
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("rail " + name + ": fraction must lie between 0 and 1");
    }
  }

  Aggregation aggregation() {
    return Objects.requireNonNull(aggregate);
  }

  Action does() {
    return Objects.requireNonNull(action);
  }

  boolean failsClosed() {
    return onError == OnError.BLOCK;
  }

  boolean watchesOnly() {
    return Boolean.TRUE.equals(monitor);
  }

  boolean vetoes() {
    return Boolean.TRUE.equals(veto);
  }

  /// From which score on a scanner of this rail votes to fire.
  double votesFrom() {
    return Objects.requireNonNull(threshold);
  }

  /// Whether it can stop or change a text at all.
  boolean acts() {
    return !watchesOnly() && does() != Action.FLAG;
  }

  double weightOf(String scanner) {
    return Objects.requireNonNull(weights).getOrDefault(scanner, 1.0);
  }

  double share() {
    return Objects.requireNonNull(fraction);
  }

  @Nullable
  Record settingsOf(String scanner) {
    return Objects.requireNonNull(settings).get(scanner);
  }

  /// What happens when a rail fires.
  public enum Action {
    BLOCK, REDACT, FLAG
  }

  /// How a failure votes.
  public enum OnError {
    BLOCK, ALLOW
  }
}
