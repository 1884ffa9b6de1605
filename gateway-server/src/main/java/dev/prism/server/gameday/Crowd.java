package dev.prism.server.gameday;

import dev.prism.incident.detect.DetectSettings;
import dev.prism.incident.detect.DetectorSettings;
import dev.prism.server.gameday.Stage.Customer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Who asks, and by which attributes they are told apart. Each customer brings a value of every attribute, as
/// applications send them; the trouble is planted in one value of one of them, and nobody tells which.
final class Crowd {
  static final int TENANTS = 6;
  static final List<String> ATTRIBUTES = List.of("locale", "model_region", "prompt_branch",
      "retrieval_index", "tool", "topic", "user_tier");
  private static final String TENANT = "tenant";
  private static final String PLANTED = "planted";
  private static final int VALUES = 4;
  /// Seven attributes with a planted value besides, and the tenants.
  private static final int COHORTS = 48;

  private Crowd() {}

  static Customer customer(Scenario scenario, String session, int tenant, boolean inCohort,
      boolean leaky) {
    boolean planted = inCohort && scenario.attribute().equals(TENANT);
    return new Customer(session, planted ? TENANTS : tenant, inCohort, leaky);
  }

  static Map<String, String> metadata(Scenario scenario, Customer customer) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : ATTRIBUTES) {
      int hash = (name + customer.session()).hashCode() * 0x9E3779B9;
      all.put(name, name.charAt(0) + "-" + (hash >>> 24) % VALUES);
    }
    if (customer.inCohort() && !scenario.attribute().equals(TENANT)) {
      all.put(scenario.attribute(), PLANTED);
    }
    return all;
  }

  /// As it comes, but for the attributes that a config has to name.
  static DetectSettings detection() {
    DetectSettings usual = DetectSettings.DEFAULT;
    return new DetectSettings(usual.detector(), usual.pagesPerWeek(), usual.tolerance(),
        usual.streams(), Stream.concat(Stream.of(TENANT), ATTRIBUTES.stream()).toList(), COHORTS,
        usual.mix(), usual.confirmed(), usual.warmAt(), usual.routes(), usual.clusters());
  }

  /// With another detector, as people deploy those: on routes alone.
  static DetectSettings detection(DetectorSettings anchor) {
    DetectSettings usual = DetectSettings.DEFAULT;
    return new DetectSettings(anchor, usual.pagesPerWeek(), usual.tolerance(), usual.streams(),
        List.of(), 0, usual.mix(), usual.confirmed(), usual.warmAt(), usual.routes(),
        usual.clusters());
  }
}
