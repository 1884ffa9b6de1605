package dev.prism.conf;

import dev.prism.routing.RouteSettings;
import dev.prism.routing.RuleSettings;
import dev.prism.routing.TargetSettings;
import java.util.List;

/// Whether each name that a route, a target, a rule or a tenant uses is the name of something.
final class RouteChecks {
  private final GatewayConfig config;
  private final ConfigReport report;

  RouteChecks(GatewayConfig config, ConfigReport report) {
    this.config = config;
    this.report = report;
  }

  void run() {
    if (config.routes().isEmpty() && report.below("routes").isEmpty()) {
      report.problem("routes", "is missing: the gateway serves routes",
          "add `routes: { NAME: { targets: { NAME: { provider: …, model: … } } } }`");
    }
    report.each(RouteSettings.class, (path, route) -> rails(path, route.rails()));
    report.each(TargetSettings.class, this::target);
    report.each(RuleSettings.class, this::rule);
    report.each(TenantSettings.class, this::tenant);
  }

  private void target(String path, TargetSettings target) {
    known(path + ".provider", "provider", target.provider(), "providers");
    rails(path, target.rails());
    String prompt = target.prompt();
    if (prompt != null) {
      int at = prompt.lastIndexOf('@');
      String name = prompt.substring(0, at);
      known(path + ".prompt", "prompt", name, "prompts");
      if (report.isWritten(ConfigReport.child("prompts", name))) {
        known(path + ".prompt", "version of " + name, prompt.substring(at + 1),
            ConfigReport.child("prompts", name));
      }
    }
  }

  private void tenant(String path, TenantSettings tenant) {
    rails(path, tenant.rails());
    for (String route : tenant.routes()) {
      int slash = route.indexOf('/');
      boolean pair = slash > 0
          && report.isWritten(ConfigReport.child("providers", route.substring(0, slash)));
      if (!route.endsWith("*") && !pair) {
        known(path + ".routes", slash > 0 ? "provider" : "route",
            slash > 0 ? route.substring(0, slash) : route, slash > 0 ? "providers" : "routes");
      }
    }
  }

  private void rule(String path, RuleSettings rule) {
    String route = rule.route();
    if (route != null) {
      known(path + ".route", "route", route, "routes");
      RouteSettings other = config.routes().get(route);
      String target = rule.target();
      if (other != null && target != null && !other.targets().containsKey(target)) {
        report.problem(path + ".target", "the route " + route + " has no target \"" + target + "\"",
            Nearest.advice(target, other.targets().keySet()));
      }
    }
    rails(path, rule.rails());
  }

  private void rails(String path, List<String> rails) {
    for (String rail : rails) {
      known(path + ".rails", "rail", rail, "rails");
    }
  }

  /// Reports a name that is not written in a section. What is written there but wrong has a problem of its
  /// own, and is not called missing too.
  private void known(String path, String kind, String name, String section) {
    String entry = ConfigReport.child(section, name);
    if (report.isLeftOut(entry)) {
      report.problem(path, "the " + kind + " \"" + name + "\" is left out by its `when`",
          "set what it waits for, or put the same `when` here");
    } else if (!report.isWritten(entry)) {
      report.problem(path, "there is no " + kind + " \"" + name + "\"",
          Nearest.advice(name, report.below(section)));
    }
  }
}
