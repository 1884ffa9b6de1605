package dev.prism.conf;

import dev.prism.evals.JudgeSettings;

/// Whether the judge's route and rubrics exist, and whether the gateway can reach itself.
final class EvalChecks {
  private final GatewayConfig config;
  private final ConfigReport report;

  EvalChecks(GatewayConfig config, ConfigReport report) {
    this.config = config;
    this.report = report;
  }

  void run() {
    JudgeSettings judge = config.evals().judge();
    if (judge == null) {
      return;
    }
    route(judge.route());
    for (String rubric : judge.rubrics()) {
      if (!config.evals().allRubrics().containsKey(rubric)) {
        report.problem("evals.judge.rubrics", "there is no rubric \"" + rubric + "\"",
            Nearest.advice(rubric, config.evals().allRubrics().keySet()));
      }
    }
    if (config.server().tls() != null && judge.baseUrl() == null) {
      report.problem("evals.judge", "cannot reach a gateway that speaks TLS at its loopback port",
          "add base-url: the URL at which its certificate is valid");
    }
  }

  private void route(String route) {
    int slash = route.indexOf('/');
    boolean pair = slash > 0 && config.providers().containsKey(route.substring(0, slash));
    if (!pair && !config.routes().containsKey(route)) {
      report.problem("evals.judge.route", "there is no route \"" + route + "\"",
          Nearest.advice(route, config.routes().keySet()));
    }
  }
}
