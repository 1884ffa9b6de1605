package dev.prism.admin;

import dev.prism.providers.Provider;
import dev.prism.store.RecentTraces;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.Supplier;

/// What the gateway lends to its admin API.
///
/// @param providers those of the config in force, by name
public record AdminPorts(
    Readiness readiness,
    Reload reload,
    PrometheusRegistry metrics,
    RecentTraces traces,
    ScorePorts scores,
    RoutingPorts routing,
    IncidentPorts incidents,
    GoldenPorts golden,
    ClusterPorts clusters,
    Supplier<Map<String, Provider>> providers) {}
