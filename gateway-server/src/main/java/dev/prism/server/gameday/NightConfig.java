package dev.prism.server.gameday;

import dev.prism.incident.ContainSettings;
import dev.prism.incident.IncidentSettings;
import dev.prism.incident.VerifySettings;
import dev.prism.incident.detect.DetectSettings;
import dev.prism.routing.Primary;
import dev.prism.routing.RouteSettings;
import dev.prism.routing.RoutingConfig;
import dev.prism.routing.TargetSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the parts of a gateway are configured with for a night that is played without a network.
final class NightConfig {
  /// The route of all traffic that has nothing to do with the night's trouble.
  static final String ELSEWHERE = "elsewhere";

  private NightConfig() {}

  static RoutingConfig routing(Scenario scenario) {
    return new RoutingConfig(Map.of(InProcess.ROUTE, route(!scenario.fallback().equals("missing")),
        ELSEWHERE, RouteSettings.of("only", TargetSettings.of("sim", "only"))), Map.of(), Map.of());
  }

  private static RouteSettings route(boolean hasSafe) {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    targets.put(NightMarks.LIVE, TargetSettings.of("sim", NightMarks.LIVE));
    targets.put(NightMarks.OLD, TargetSettings.of("sim", NightMarks.OLD));
    RouteSettings plain = RouteSettings.of(targets, new Primary(NightMarks.LIVE));
    return new RouteSettings(plain.targets(), plain.strategy(), plain.copies(),
        hasSafe ? List.of(NightMarks.OLD) : List.of(), plain.timeouts(), plain.retry(),
        plain.breaker(), plain.selector(), plain.affinity(), plain.onStreamBreak(), false, false,
        List.of(), List.of());
  }

  /// As it comes, but for the rails that a config names.
  static IncidentSettings incidents(Scenario scenario) {
    ContainSettings usual = ContainSettings.DEFAULT;
    ContainSettings contain = new ContainSettings(usual.mode(), usual.classes(),
        Map.of("pii-leak", List.of("no-leaks"), "jailbreak", List.of("attacks")), Map.of(),
        usual.coverPercent(), usual.capPercent(), usual.capRoutes(), usual.cooldown(),
        usual.latch(), usual.ttl(), usual.manualTtl(), usual.confirm());
    return new IncidentSettings(scenario.regulated() ? List.of(InProcess.ROUTE) : List.of(),
        DetectSettings.DEFAULT, contain, VerifySettings.DEFAULT, List.of());
  }
}
