package dev.prism.admin;

import dev.prism.store.RecentTraces;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What the gateway lends to its admin API.
public record AdminPorts(
    Readiness readiness,
    Reload reload,
    PrometheusRegistry metrics,
    RecentTraces traces) {}
