package dev.prism.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One route as an operator writes it: the name that applications ask for, and what may answer.
///
/// @param targets         by name, in the order in which they are written; at least one
/// @param strategy        who serves; without one the first target does
/// @param copies          who gets copies besides
/// @param safe            the targets that containment may flip to
/// @param timeouts        the timers
/// @param retry           when and how often a call is repeated
/// @param breaker         when a target is left alone
/// @param selector        how a strategy's list of targets is put in order
/// @param affinity        whether callers stick to the target that they were given
/// @param onStreamBreak   what follows when a stream breaks after the client has seen some of it
/// @param fallbackOnBlock whether an output rail's block moves on to the next target
/// @param dropParams      whether request fields that a target cannot take are left out and named in
///                        `x-prism-dropped-params`; else a target that lacks one refuses the request
/// @param rails           the names of the rails of every request on this route
/// @param rules           looked at in order; the first that matches decides
public record RouteSettings(
    Map<String, TargetSettings> targets,
    RoutingStrategy strategy,
    List<CopyStrategy> copies,
    List<String> safe,
    TimeoutSettings timeouts,
    RetrySettings retry,
    BreakerSettings breaker,
    Selector selector,
    Affinity affinity,
    StreamBreak onStreamBreak,
    boolean fallbackOnBlock,
    boolean dropParams,
    List<String> rails,
    List<RuleSettings> rules) {
  public static final RoutingStrategy DEFAULT_STRATEGY = new Primary(Primary.DEFAULT_TARGET);
  public static final Selector DEFAULT_SELECTOR = new Selector.InOrder();
  public static final Affinity DEFAULT_AFFINITY = Affinity.NONE;
  public static final StreamBreak DEFAULT_ON_STREAM_BREAK = StreamBreak.ERROR;
  public static final boolean DEFAULT_DROP_PARAMS = true;

  /// Whether callers stick to a target, so that the provider's prompt cache keeps serving them. With
  /// `SESSION` or `USER` a caller that names one is placed by a hash of it, in proportion to the
  /// targets' weights.
  public enum Affinity {
    NONE, SESSION, USER
  }

  /// `ERROR` ends with the dialect's error event. `RESUME` asks the next target to go on. `HOLD` sends
  /// nothing until the stream has ended well, so that any break can still fail over whole.
  public enum StreamBreak {
    ERROR, RESUME, HOLD
  }

  /// @throws IllegalArgumentException if there is no target, or a name is used that no target has
  public RouteSettings {
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("targets must name at least one target");
    }
    targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
    copies = List.copyOf(copies);
    safe = List.copyOf(safe);
    rails = List.copyOf(rails);
    rules = List.copyOf(rules);
    check(targets, "strategy", strategy.names());
    for (CopyStrategy copy : copies) {
      check(targets, "copies", copy.copyNames());
    }
    check(targets, "safe", safe);
    for (RuleSettings rule : rules) {
      check(targets, "rules", rule.targetNames());
    }
  }

  /// One target and everything else by default.
  public static RouteSettings of(String name, TargetSettings target) {
    return of(Map.of(name, target), new Primary(name));
  }

  /// Everything else by default.
  public static RouteSettings of(Map<String, TargetSettings> targets, RoutingStrategy strategy) {
    return new RouteSettings(targets, strategy, List.of(), List.of(), TimeoutSettings.DEFAULT,
        RetrySettings.DEFAULT, BreakerSettings.DEFAULT, DEFAULT_SELECTOR, DEFAULT_AFFINITY,
        DEFAULT_ON_STREAM_BREAK, false, DEFAULT_DROP_PARAMS, List.of(), List.of());
  }

  /// The name of the target that is written first.
  String first() {
    return targets.keySet().iterator().next();
  }

  /// @throws IllegalArgumentException if a name is used that no target has
  static void check(Map<String, TargetSettings> targets, String key, List<String> names) {
    for (String name : names) {
      if (!targets.containsKey(name)) {
        throw new IllegalArgumentException(key + " names the target \"" + name
            + "\", which is not one of " + String.join(", ", targets.keySet()));
      }
    }
  }
}
