package dev.prism.server;

import dev.prism.incident.cluster.Clusters;
import dev.prism.providers.Provider;
import dev.prism.routing.BreakerSnapshot;
import dev.prism.routing.Router;
import dev.prism.server.pipeline.Connections;
import dev.prism.server.pipeline.Gateway;
import dev.prism.server.upstream.ConcurrencyLimit;
import dev.prism.store.Database;
import dev.prism.store.StoreState;
import io.netty.util.internal.PlatformDependent;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Metrics of the process rather than of exchanges.
final class ServerMetrics {
  private ServerMetrics() {}

  static void register(PrometheusRegistry registry, Gateway gateway, Transport transport) {
    Connections connections = gateway.connections();
    gauge(registry, "prism_connections", "Open client connections", connections::open);
    gauge(registry, "prism_requests_in_flight", "Exchanges that have not ended",
        connections::inFlight);
    gauge(registry, "prism_direct_memory_bytes", "Direct memory that Netty holds",
        () -> (double) PlatformDependent.usedDirectMemory());
    CounterWithCallback.builder()
        .name("prism_faults_total")
        .help("Exceptions that nobody expected: bugs")
        .callback(out -> out.call((double) gateway.faults().count()))
        .register(registry);
    CounterWithCallback.builder()
        .name("prism_connections_refused_total")
        .help("Connections, and uses of keys on them, that were one too many")
        .callback(out -> out.call((double) gateway.clients().refused()))
        .register(registry);
    perProvider(registry, gateway, "prism_upstream_waiting", "Calls that wait for a first word",
        ConcurrencyLimit::waiting);
    perProvider(registry, gateway, "prism_upstream_waiting_limit", "How many of them may wait",
        ConcurrencyLimit::limit);
    gauge(registry, "prism_memory_pressure", "0 none, 1 lean, 2 shedding, 3 no new connections",
        () -> gateway.clients().pressure().number());
    Info.builder()
        .name("prism_transport_info")
        .help("How the event loops talk to the kernel")
        .labelNames("transport")
        .register(registry)
        .addLabelValues(transport.name());
  }

  /// Whether the database answers: an outage of it must be seen before someone needs a flip.
  static void store(PrometheusRegistry registry, Database database) {
    gauge(registry, "prism_store_ready", "1 while the database answers, else 0",
        () -> database.state() instanceof StoreState.Ready ? 1 : 0);
  }

  /// What the clusters of failing exchanges did not hear of.
  static void clusters(PrometheusRegistry registry, Clusters clusters) {
    CounterWithCallback.builder()
        .name("prism_clusters_dropped_exchanges_total")
        .help("Scored exchanges that the clusters had no place for, passing ones first")
        .callback(out -> out.call((double) clusters.dropped()))
        .register(registry);
  }

  /// How long the certificate still holds; there is no such figure in plain text.
  static void certificate(PrometheusRegistry registry, ServerTls tls) {
    GaugeWithCallback.builder()
        .name("prism_tls_certificate_days_left")
        .help("Days until the server's certificate chain expires")
        .callback(out -> {
          Double days = tls.daysLeft(Clock.systemUTC());
          if (days != null) {
            out.call(days);
          }
        })
        .register(registry);
  }

  private static void perProvider(PrometheusRegistry registry, Gateway gateway, String name,
      String help, ToIntFunction<ConcurrencyLimit> figure) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("provider")
        .callback(out -> gateway.pools()
            .limits()
            .forEach((provider, limit) -> out.call(figure.applyAsInt(limit), provider)))
        .register(registry);
  }

  /// Providers whose own credentials are not renewed: they are refused once the old ones have ended.
  static void credentials(PrometheusRegistry registry, Supplier<Map<String, Provider>> providers) {
    GaugeWithCallback.builder()
        .name("prism_credential_renewal_failing")
        .help("1 while the last renewal of a provider's own credentials failed, else 0")
        .labelNames("provider")
        .callback(out -> providers.get()
            .forEach((name, provider) -> out.call(provider.adapter().trouble() == null ? 0.0 : 1.0,
                name)))
        .register(registry);
  }

  /// The table in force, and the breakers of its targets. Those of `provider/model` pairs, which clients
  /// name, are in the admin API only.
  static void routing(PrometheusRegistry registry, Router router) {
    gauge(registry, "prism_routing_revision", "The revision of the routing table in force",
        () -> (double) router.table().number());
    GaugeWithCallback.builder()
        .name("prism_breaker_state")
        .help("0 closed, 1 half-open, 2 open")
        .labelNames("breaker")
        .callback(out -> breakers(router).forEach(breaker -> out.call(switch (breaker.state()) {
          case CLOSED -> 0.0;
          case HALF_OPEN -> 1.0;
          case OPEN -> 2.0;
        }, breaker.id())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("prism_breaker_failure_ratio")
        .help("Of the calls within the window, how many failed; 0 before there are enough")
        .labelNames("breaker")
        .callback(out -> breakers(router)
            .forEach(breaker -> out.call(breaker.counts().failureRate() / 100, breaker.id())))
        .register(registry);
  }

  private static List<BreakerSnapshot> breakers(Router router) {
    return router.healths().ofTable();
  }

  private interface Figure {
    double now();
  }

  private static void gauge(PrometheusRegistry registry, String name, String help, Figure figure) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(out -> out.call(figure.now()))
        .register(registry);
  }
}
