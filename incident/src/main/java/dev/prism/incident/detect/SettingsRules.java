package dev.prism.incident.detect;

import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What streams go by, as the settings in force say.
///
/// @param budget       see [StreamRules#patience]
/// @param incidentOpen whether an incident of a route is open; must not wait
record SettingsRules(
    Supplier<DetectSettings> settings,
    DoubleSupplier budget,
    Predicate<String> incidentOpen) implements StreamRules {
  private static final int PERCENT = 100;

  @Override
  public DetectorSettings detector(String route) {
    DetectSettings now = settings.get();
    DetectorSettings detector = now.of(route).detector();
    return detector == null ? now.detector() : detector;
  }

  @Override
  public double tolerance(String route) {
    DetectSettings now = settings.get();
    Double tolerance = now.of(route).tolerance();
    return (tolerance == null ? now.tolerance() : tolerance) / PERCENT;
  }

  @Override
  public double patience() {
    return budget.getAsDouble();
  }

  @Override
  public double warmAt() {
    return settings.get().warmAt();
  }

  @Override
  public boolean isIncidentOpen(String route) {
    return incidentOpen.test(route);
  }
}
