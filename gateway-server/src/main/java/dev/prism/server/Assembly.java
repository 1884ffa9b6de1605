package dev.prism.server;

import dev.prism.admin.AdminOptions;
import dev.prism.admin.AdminPorts;
import dev.prism.admin.AdminRole;
import dev.prism.admin.AdminServer;
import dev.prism.admin.AdminToken;
import dev.prism.admin.Readiness;
import dev.prism.conf.AdminSettings;
import dev.prism.conf.GatewayConfig;
import dev.prism.conf.SinkSettings;
import dev.prism.exchange.TraceSink;
import dev.prism.server.pipeline.Gateway;
import dev.prism.server.pipeline.Spend;
import dev.prism.server.pipeline.TenantMeters;
import dev.prism.store.Database;
import dev.prism.store.JsonLinesSink;
import dev.prism.store.KeyDirectory;
import dev.prism.store.OtlpSink;
import dev.prism.store.RecentTraces;
import dev.prism.store.SideStream;
import dev.prism.store.SpendLedger;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;

/// Puts the parts together, by hand, and takes them apart again.
final class Assembly implements AutoCloseable {
}
