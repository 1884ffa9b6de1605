package dev.prism.incident;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What containment may do by itself, and within which limits.
///
/// @param mode          `auto` acts, `suggest` tells what one call would do, `shadow` only records what it would
///                      have done, `off` does nothing
/// @param classes       of incidents that it may act on; for the others it suggests
/// @param rails         by class, such as `pii-leak`: rails to add
/// @param staticTargets by route: a target with a fixed answer, for when the safe ones fail too
/// @param coverPercent  a scope must hold this share of the known failures
/// @param capPercent    most of all traffic that one flip may move by itself
/// @param capRoutes     most routes that it may flip by itself within ten minutes
/// @param cooldown      between two flips of one route by itself
/// @param latch         so many flips of one route within an hour, and only a person flips it further
/// @param ttl           of a flip that it made by itself
/// @param manualTtl     of a flip that a person made through an incident
/// @param confirm       when the wire has confirmed a flip
public record ContainSettings(
    Mode mode,
    List<IncidentClass> classes,
    Map<String, List<String>> rails,
    Map<String, String> staticTargets,
    double coverPercent,
    double capPercent,
    int capRoutes,
    Duration cooldown,
    int latch,
    Duration ttl,
    Duration manualTtl,
    Confirm confirm) {
  private static final Duration LONGEST_TTL = Duration.ofDays(7);
  public static final Mode DEFAULT_MODE = Mode.AUTO;
  public static final List<IncidentClass> DEFAULT_CLASSES = List.of(IncidentClass.PII_LEAK,
      IncidentClass.JAILBREAK);
  public static final double DEFAULT_COVER_PERCENT = 80;
  public static final double DEFAULT_CAP_PERCENT = 25;
  public static final int DEFAULT_CAP_ROUTES = 3;
  public static final Duration DEFAULT_COOLDOWN = Duration.ofMinutes(15);
  public static final int DEFAULT_LATCH = 3;
  public static final Duration DEFAULT_TTL = Duration.ofHours(4);
  public static final Duration DEFAULT_MANUAL_TTL = Duration.ofHours(24);
  public static final ContainSettings DEFAULT = new ContainSettings(DEFAULT_MODE, DEFAULT_CLASSES,
      Map.of(), Map.of(), DEFAULT_COVER_PERCENT, DEFAULT_CAP_PERCENT, DEFAULT_CAP_ROUTES,
      DEFAULT_COOLDOWN, DEFAULT_LATCH, DEFAULT_TTL, DEFAULT_MANUAL_TTL, Confirm.DEFAULT);

  /// How far containment goes by itself.
  public enum Mode {
    OFF, SHADOW, SUGGEST, AUTO
  }

  /// @param responses   of each node's newest ones in scope, so many are looked at
  /// @param sharePercent of them must carry the flip
  /// @param within      after which fewer responses are enough
  public record Confirm(int responses, double sharePercent, Duration within) {
    public static final int DEFAULT_RESPONSES = 200;
    public static final double DEFAULT_SHARE_PERCENT = 99;
    public static final Duration DEFAULT_WITHIN = Duration.ofSeconds(60);
    public static final Confirm DEFAULT = new Confirm(DEFAULT_RESPONSES, DEFAULT_SHARE_PERCENT,
        DEFAULT_WITHIN);

    public Confirm {
      if (responses < 1 || responses > 10_000) {
        throw new IllegalArgumentException("responses must be 1 to 10000");
      }
      percent("share-percent", sharePercent);
    }
  }

  public ContainSettings {
    classes = List.copyOf(classes);
    rails = Map.copyOf(rails);
    staticTargets = Map.copyOf(staticTargets);
    rails.keySet().forEach(IncidentClass::ofWord);
    percent("cover-percent", coverPercent);
    percent("cap-percent", capPercent);
    if (capRoutes < 1 || latch < 1) {
      throw new IllegalArgumentException("cap-routes and latch must be at least 1");
    }
    if (!ttl.isPositive() || !manualTtl.isPositive() || ttl.compareTo(LONGEST_TTL) > 0
        || manualTtl.compareTo(LONGEST_TTL) > 0) {
      throw new IllegalArgumentException("ttl and manual-ttl must be above 0 and at most 7d");
    }
    if (cooldown.isNegative()) {
      throw new IllegalArgumentException("cooldown must not be negative");
    }
  }

  /// The rails to add for a class.
  List<String> railsFor(IncidentClass type) {
    for (Map.Entry<String, List<String>> entry : rails.entrySet()) {
      if (IncidentClass.ofWord(entry.getKey()) == type) {
        return entry.getValue();
      }
    }
    return List.of();
  }

  private static void percent(String name, double value) {
    if (!(value > 0 && value <= 100)) {
      throw new IllegalArgumentException(name + " must be above 0 to 100");
    }
  }
}
