package dev.prism.server.pipeline;

import dev.prism.exchange.Tenant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The meters of all tenants. A reload that leaves a tenant as it was leaves its counts too.
public final class TenantMeters {
  private final Spend spend;
  private final Map<String, TenantMeter> meters = new ConcurrentHashMap<>();

  public TenantMeters(Spend spend) {
    this.spend = spend;
  }

  TenantMeter of(Tenant tenant) {
    return meters.compute(tenant.name(),
        (_, meter) -> meter != null && meter.tenant().equals(tenant)
            ? meter
            : new TenantMeter(tenant, spend));
  }
}
