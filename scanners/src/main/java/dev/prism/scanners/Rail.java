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
/// @param strict    vote from the flag threshold on instead of the block threshold; default false
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
    @Nullable Boolean strict,
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
    strict = strict != null && strict;
    weights = weights == null ? Map.of() : Map.copyOf(weights);
    fraction = fraction == null ? 0.5 : fraction;
    settings = settings == null ? Map.of() : Map.copyOf(settings);
    check(name, scanners, weights, fraction, settings);
  }

  /// A rail with every default.
  public static Rail of(String name, Stage on, String... scanners) {
    return new Rail(name, on, List.of(scanners), null, null, null, null, null, null, null, null,
        null);
  }

  private static void check(String name, List<String> scanners, Map<String, Double> weights,
      double fraction, Map<String, Record> settings) {
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
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("rail " + name + ": fraction must lie between 0 and 1");
    }
    for (double weight : weights.values()) {
      if (!(weight >= 0 && weight <= 1000)) {
        throw new IllegalArgumentException("rail " + name + ": a weight is 0 to 1000");
      }
    }
  }

  /// This rail with other answers to "does it only watch" and "how easily does it fire": what an
  /// incident changes at run time.
  public Rail tightened(boolean nowMonitor, boolean nowStrict) {
    return new Rail(name, on, scanners, aggregate, action, onError, nowMonitor, veto, nowStrict,
        weights, fraction, settings);
  }

  Aggregation aggregation() {
    return Objects.requireNonNull(aggregate);
  }

  Action acts() {
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
  double threshold() {
    return Boolean.TRUE.equals(strict) ? Finding.FLAG : Finding.BLOCK;
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
