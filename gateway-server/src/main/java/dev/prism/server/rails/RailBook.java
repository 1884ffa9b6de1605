package dev.prism.server.rails;

import dev.prism.conf.GatewayConfig;
import dev.prism.conf.TenantSettings;
import dev.prism.exchange.Endpoint;
import dev.prism.scanners.Rail;
import dev.prism.scanners.RailEngine;
import dev.prism.scanners.RailSettings;
import dev.prism.scanners.ScannerCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All rails of a configuration, compiled together, and which of them a tenant has. Immutable, shared by
/// all event loops.
public final class RailBook {
  public static final RailBook EMPTY = new RailBook(Map.of(), Map.of());

  private final Map<String, RailSettings> settings;
  private final Map<String, TenantRails> tenants;
  private final @Nullable RailEngine all;
  private final Map<Key, Selection> selections = new ConcurrentHashMap<>();

  private record Key(Endpoint endpoint, Set<String> names) {}

  private record TenantRails(List<String> names, boolean restores) {
    static final TenantRails NONE = new TenantRails(List.of(), false);
  }

  /// Some of the rails.
  ///
  /// @param timeoutMillis how long their scans may take off the event loop
  /// @param holdsStreams  whether a stream can leave only when all of it has been judged
  record Selection(RailEngine engine, long timeoutMillis, boolean holdsStreams) {}

  private RailBook(Map<String, RailSettings> settings, Map<String, TenantRails> tenants) {
    this.settings = settings;
    this.tenants = tenants;
    List<Rail> rails = new ArrayList<>();
    settings.forEach((name, rail) -> rails.add(rail.rail(name)));
    all = rails.isEmpty() ? null : RailEngine.compile(ScannerCatalog.load(), rails);
  }

  /// Compiles the rails of a configuration.
  ///
  /// @throws IllegalArgumentException if one cannot be made of its settings
  public static RailBook of(GatewayConfig config) {
    if (config.rails().isEmpty()) {
      return EMPTY;
    }
    Map<String, TenantRails> tenants = new HashMap<>();
    for (Map.Entry<String, TenantSettings> tenant : config.tenants().entrySet()) {
      tenants.put(tenant.getKey(),
          new TenantRails(tenant.getValue().rails(), tenant.getValue().restoreRedactions()));
    }
    return new RailBook(config.rails(), tenants);
  }

  /// Whether there is no rail at all.
  public boolean isEmpty() {
    return all == null;
  }

  /// Names of the rails of all of a tenant's requests.
  List<String> ofTenant(String tenant) {
    return tenants.getOrDefault(tenant, TenantRails.NONE).names();
  }

  boolean restores(String tenant) {
    return tenants.getOrDefault(tenant, TenantRails.NONE).restores();
  }

  /// The rails of these names that stand in the way of an endpoint, null for none.
  @Nullable
  Selection select(Endpoint endpoint, List<List<String>> names) {
    RailEngine engine = all;
    Set<String> wanted = new LinkedHashSet<>();
    names.forEach(wanted::addAll);
    wanted.removeIf(name -> !settings.containsKey(name) || !settings.get(name).covers(endpoint));
    if (engine == null || wanted.isEmpty()) {
      return null;
    }
    return selections.computeIfAbsent(new Key(endpoint, Set.copyOf(wanted)),
        key -> selection(engine, key.names()));
  }

  private Selection selection(RailEngine engine, Set<String> names) {
    RailEngine some = engine.only(names);
    long timeout = 1;
    boolean holds = some.holdsStreams();
    for (String name : names) {
      RailSettings rail = settings.get(name);
      if (rail != null) {
        timeout = Math.max(timeout, rail.timeout().toMillis());
        holds |= rail.hold();
      }
    }
    return new Selection(some, timeout, holds);
  }
}
