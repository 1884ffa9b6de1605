package dev.prism.incident.detect;

import dev.prism.incident.cluster.ClusterSettings;
import java.util.List;
import java.util.Map;

/// How drops are found.
///
/// @param detector        which detector watches the routes' streams
/// @param pagesPerWeek    false pages that the whole fleet may have in a week, on average; each stream's
///                        threshold follows from it
/// @param tolerance       points of 0 to 100 that a mean may lie below the usual without being wrong
/// @param streams         how many streams are remembered; beyond that the ones longest silent are forgotten
/// @param cohorts         attributes whose values get streams of their own: `tenant`, `endpoint`, or a key
///                        of a request's metadata
/// @param cohortsPerRoute how many such values one route may have; beyond that a value has no stream
/// @param mix             what tells requests apart, so that a mean that moves only because other things are asked is
///                        no drop: `words` of the question, `tenant`, `endpoint`, or a key of a request's metadata
///                        that says something of the customer and nothing of what serves it; `[]` for none
/// @param confirmed       reasons of checks of which a single finding is enough for a page
/// @param warmAt          the evidence, in standard deviations, at which more answers are scored
/// @param routes          what differs for a route, by its name
/// @param clusters        how failing exchanges are grouped
public record DetectSettings(
    DetectorSettings detector,
    double pagesPerWeek,
    double tolerance,
    int streams,
    List<String> cohorts,
    int cohortsPerRoute,
    List<String> mix,
    List<String> confirmed,
    double warmAt,
    Map<String, RouteDetectSettings> routes,
    ClusterSettings clusters) {
  public static final DetectorSettings DEFAULT_DETECTOR = new DetectorSettings.BettingSettings();
  public static final double DEFAULT_PAGES_PER_WEEK = 1;
  public static final double DEFAULT_TOLERANCE = 0.25;
  public static final int DEFAULT_STREAMS = 10_000;
  public static final List<String> DEFAULT_COHORTS = List.of("tenant");
  public static final int DEFAULT_COHORTS_PER_ROUTE = 12;
  public static final List<String> DEFAULT_MIX = List.of("words");
  public static final List<String> DEFAULT_CONFIRMED = List.of("pii", "secret", "cross_tenant",
      "canary");
  public static final double DEFAULT_WARM_AT = 20;
  public static final ClusterSettings DEFAULT_CLUSTERS = ClusterSettings.DEFAULT;
  public static final DetectSettings DEFAULT = new DetectSettings(DEFAULT_DETECTOR,
      DEFAULT_PAGES_PER_WEEK, DEFAULT_TOLERANCE, DEFAULT_STREAMS, DEFAULT_COHORTS,
      DEFAULT_COHORTS_PER_ROUTE, DEFAULT_MIX, DEFAULT_CONFIRMED, DEFAULT_WARM_AT, Map.of(),
      DEFAULT_CLUSTERS);

  public DetectSettings {
    cohorts = List.copyOf(cohorts);
    mix = List.copyOf(mix);
    confirmed = List.copyOf(confirmed);
    routes = Map.copyOf(routes);
    if (!(pagesPerWeek > 0 && pagesPerWeek <= 1_000)) {
      throw new IllegalArgumentException("pages-per-week must be above 0, up to 1000");
    }
    checkTolerance(tolerance);
    if (streams < 1 || streams > 100_000) {
      throw new IllegalArgumentException("streams must be between 1 and 100000");
    }
    if (cohorts.size() > 8) {
      throw new IllegalArgumentException("cohorts takes at most 8 attributes");
    }
    if (mix.size() > 8) {
      throw new IllegalArgumentException("mix takes at most 8 attributes");
    }
    if (cohortsPerRoute < 0 || cohortsPerRoute > 1_000) {
      throw new IllegalArgumentException("cohorts-per-route must be between 0 and 1000");
    }
    if (!(warmAt > 0)) {
      throw new IllegalArgumentException("warm-at must be above 0");
    }
  }

  static void checkTolerance(double tolerance) {
    if (!(tolerance >= 0 && tolerance <= 50)) {
      throw new IllegalArgumentException("tolerance must be between 0 and 50");
    }
  }

  /// What holds for a route.
  RouteDetectSettings of(String route) {
    RouteDetectSettings own = routes.get(route);
    return new RouteDetectSettings(
        own == null || own.detector() == null ? detector : own.detector(),
        own == null || own.tolerance() == null ? tolerance : own.tolerance());
  }
}
