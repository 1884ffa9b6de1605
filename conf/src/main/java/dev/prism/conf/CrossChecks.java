package dev.prism.conf;

/// What must hold between the sections of a configuration.
final class CrossChecks {
  private final GatewayConfig config;
  private final ConfigReport report;

  CrossChecks(GatewayConfig config, ConfigReport report) {
    this.config = config;
    this.report = report;
  }

  void run() {
    new ListenerChecks(config, report).run();
    new RouteChecks(config, report).run();
    new ProviderChecks(report).run();
    new RailChecks(report).run();
    new EvalChecks(config, report).run();
  }
}
